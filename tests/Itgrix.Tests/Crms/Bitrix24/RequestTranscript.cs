using System.Globalization;
using System.Text.Json.Nodes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>Formats the requests that Bitrix24 got for a call as in <c>tests/captures/*.bitrix24</c>.</summary>
internal static class RequestTranscript
{
    // The sandbox's employees.
    private static readonly Dictionary<long, string> Names = new() { [1] = "Alice", [2] = "Bob", [3] = "Carol" };

    public static string Of(SentRequest request)
    {
        var sent = request.Parameters;
        return request.Method.ToLowerInvariant() switch
        {
            "telephony.externalcall.register" => string.Create(CultureInfo.InvariantCulture,
                $"register {Direction(sent)} {sent["PHONE_NUMBER"]} on {sent["LINE_NUMBER"]} for "
                + $"{Name(sent["USER_ID"])}"),
            "telephony.externalcall.show" => $"show to {Name(sent["USER_ID"])}",
            "telephony.externalcall.hide" => $"hide from {Name(sent["USER_ID"])}",
            "telephony.externalcall.finish" =>
                $"finish for {Name(sent["USER_ID"])} {sent["STATUS_CODE"]} {sent["DURATION"]} s",
            "telephony.externalcall.attachrecord" => "record",
            "crm.contact.add" => $"contact of {Name(sent["fields"]!["ASSIGNED_BY_ID"])}",
            "tasks.task.add" => $"task for {Name(sent["fields"]!["RESPONSIBLE_ID"])}",
            _ => $"{request}",
        };
    }

    private static string Direction(JsonObject registration) =>
        (int)registration["TYPE"]! == 1 ? "outgoing" : "incoming";

    private static string Name(JsonNode? user) => Names.GetValueOrDefault((long)user!, $"user {user}");
}
