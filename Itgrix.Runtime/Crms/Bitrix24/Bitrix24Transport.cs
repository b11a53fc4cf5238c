using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// Sends what the outbox holds, so that a request whose answer was lost is not done twice. Everything that is not named
/// here may be repeated.
/// </summary>
/// <remarks>
/// A registration is found again by its EXTERNAL_CALL_ID for 30 minutes; after that it becomes a second one, and the
/// first stays open in Bitrix24, without an activity. What Bitrix24 is still at work on when it is looked for is not
/// found.
/// </remarks>
internal sealed class Bitrix24Transport : ICrmTransport, IAsyncDisposable
{
    /// <summary>
    /// A recording's path; goes with <c>telephony.externalCall.attachRecord</c>, and is not sent itself.
    /// </summary>
    public const string File = "$file";

    /// <summary>
    /// What tells a task from all others, such as the call's id; goes with <c>tasks.task.add</c>, and becomes the last
    /// line of its description.
    /// </summary>
    public const string Mark = "$mark";

    private readonly Bitrix24Batcher _calls;
    private readonly TaskDeduplicator _tasks;
    private readonly CustomerDeduplicator _clients;
    private readonly RecordUpload _records;

    public Bitrix24Transport(Bitrix24ApiClient client)
    {
        _calls = new(client);
        (_tasks, _clients, _records) = (new(_calls), new(_calls), new(client));
    }

    public Task<JsonElement> SendAsync(string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token) =>
        method.ToLowerInvariant() switch
        {
            "telephony.externalcall.finish" when outcomeUnknown => FinishAgainAsync(method, parameters, token),
            "telephony.externalcall.attachrecord" when parameters.ContainsKey(File) =>
                _records.SendAsync(method, parameters, token),
            "tasks.task.add" => _tasks.SendAsync(method, parameters, outcomeUnknown, token),
            "crm.contact.add" when outcomeUnknown => _clients.SendAsync("CONTACT", method, parameters, token),
            "crm.lead.add" when outcomeUnknown => _clients.SendAsync("LEAD", method, parameters, token),
            _ => CallAsync(method, parameters, token),
        };

    public ValueTask DisposeAsync() => _calls.DisposeAsync();

    private async Task<JsonElement> CallAsync(string method, JsonObject parameters, CancellationToken token) =>
        (await _calls.CallAsync(method, parameters, token)).Result;

    // Finished, a call is not open any more: that is how Bitrix24 says that it has done it.
    private async Task<JsonElement> FinishAgainAsync(string method, JsonObject parameters, CancellationToken token)
    {
        try
        {
            return await CallAsync(method, parameters, token);
        }
        catch (CrmException error) when (Bitrix24Error.IsCallNotOpen(error))
        {
            var call = $"{parameters["CALL_ID"]}";
            Bitrix24LogMessages.WasDone(method, call);
            return await FinishedAsync(call, token);
        }
    }

    private async Task<JsonElement> FinishedAsync(string call, CancellationToken token)
    {
        var answer = await CallAsync("crm.activity.list", new()
        {
            ["filter"] = new JsonObject { ["ORIGIN_ID"] = $"VI_{call}", ["PROVIDER_ID"] = "VOXIMPLANT_CALL" },
            ["order"] = new JsonObject { ["ID"] = "DESC" },
            ["select"] = new JsonArray("ID"),
        }, token);
        var activity = BitrixJson.Items(answer).Select(one => BitrixJson.Number(one, "ID")).FirstOrDefault();
        return BitrixJson.Element(new JsonObject { ["CALL_ID"] = call, ["CRM_ACTIVITY_ID"] = activity });
    }
}
