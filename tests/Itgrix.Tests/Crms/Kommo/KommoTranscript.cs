using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>Formats the requests that Kommo got for a call as in <c>tests/captures/*.kommo</c>.</summary>
internal static class KommoTranscript
{
    // The sandbox's employees.
    private static readonly Dictionary<long, string> Names = new() { [501] = "Alice", [502] = "Bob", [503] = "Carol" };

    public static string Of(SentRequest request)
    {
        var sent = request.Parameters;
        var who = Name(sent["responsible_user_id"]);
        return request.Method switch
        {
            KommoTransport.ShowCard => $"card to {Name(sent["users"]![0])}",
            KommoTransport.AddContact => $"contact {Phone(sent)} for {who}",
            KommoTransport.ChangeContact => $"change contact to {who}",
            KommoTransport.AddLead => $"lead \"{sent["name"]}\" for {who}",
            KommoTransport.ChangeLead => $"change lead to {who}",
            KommoTransport.AddTask => $"task for {who}: {sent["text"]}",
            KommoTransport.AddCall => Call(sent, who),
            KommoTransport.AddUnsorted => $"unsorted {Phone(sent["_embedded"]!["contacts"]![0]!)}",
            _ => $"{request}",
        };
    }

    private static string Call(JsonObject sent, string who) =>
        $"call {($"{sent["direction"]}" == "outbound" ? "out" : "in")} {sent["phone"]} "
        + $"{$"{sent["call_result"]}".ToLowerInvariant()} "
        + $"{sent["duration"]} s for {who}{(sent.ContainsKey("link") ? ", recorded" : "")}";

    private static string Phone(JsonNode contact) => $"{contact["custom_fields_values"]![0]!["values"]![0]!["value"]}";

    private static string Name(JsonNode? user) =>
        user is null ? "nobody" : Names.GetValueOrDefault((long)user, $"user {user}");
}
