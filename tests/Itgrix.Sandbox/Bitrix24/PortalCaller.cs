namespace Itgrix.Sandbox.Bitrix24;

/// <summary>The caller: a webhook by its address, or an application by its token.</summary>
internal sealed record PortalCaller(string? WebhookUser, string? WebhookSecret, string? Token)
{
    public bool IsWebhook => WebhookUser is not null;
}
