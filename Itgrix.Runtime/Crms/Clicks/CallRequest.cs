using System.Text.Json.Nodes;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>Somebody in the CRM wants to call a number.</summary>
/// <param name="Extension">Whose phone rings first.</param>
/// <param name="Number">Who is called once that phone is taken.</param>
/// <param name="RequestData">The CRM's own request, for the hook.</param>
internal sealed record CallRequest(Crm Crm, string Extension, string Number, JsonObject RequestData)
{
    /// <summary>User, program or address, for the log.</summary>
    public string AskedBy { get; init; } = "somebody";

    /// <summary>The linkedid that the call gets; <c>null</c> for a new one.</summary>
    public string? CallId { get; init; }

    /// <summary>What the first phone shows; <c>null</c> for what is configured.</summary>
    public string? CallerId { get; init; }

    /// <summary>Where in the dialplan the number is dialled; <c>null</c> for what is configured.</summary>
    public string? Context { get; init; }
}
