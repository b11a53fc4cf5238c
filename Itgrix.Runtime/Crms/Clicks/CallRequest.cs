using Itgrix.Hooks;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>A request from the CRM to call a number.</summary>
/// <param name="Extension">The extension that rings first.</param>
/// <param name="Number">The number that is called when that phone is answered.</param>
/// <param name="RequestData">The CRM's own request, for the hook.</param>
internal sealed record CallRequest(Crm Crm, string Extension, string Number, JsonObject RequestData)
{
    /// <summary>The user, program or address that asks for the call, for the log.</summary>
    public string AskedBy { get; init; } = "somebody";

    /// <summary>The linkedid for the call; <c>null</c> for a new one.</summary>
    public string? CallId { get; init; }

    /// <summary>The caller id on the first phone; <c>null</c> for the configured one.</summary>
    public string? CallerId { get; init; }

    /// <summary>The dialplan context in which the number is dialled; <c>null</c> for the configured one.</summary>
    public string? Context { get; init; }
}
