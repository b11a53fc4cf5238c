using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Access by an incoming webhook: its address is the secret.</summary>
internal sealed class WebhookAccess(Secret webhook) : Bitrix24Access
{
    private readonly Uri _address = new(webhook.Reveal());

    public override Uri AddressOf(string method) => new(_address, $"{method}.json");

    public override Task<Secret?> TokenAsync(CancellationToken token) => Task.FromResult<Secret?>(null);

    public override Task<Secret?> RenewedAsync(Secret expired, CancellationToken token) =>
        Task.FromResult<Secret?>(null);

    protected override IEnumerable<Secret> Secrets() => [webhook, new(_address.Segments[^1].TrimEnd('/'))];
}
