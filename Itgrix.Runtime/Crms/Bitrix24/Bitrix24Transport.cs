using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// Sends the requests of the outbox, without duplicating one with a lost answer. Methods without special handling
/// here are safe to repeat.
/// </summary>
/// <remarks>
/// A registration is found by its EXTERNAL_CALL_ID for 30 minutes; after that a retry creates a second one, and the
/// first stays open in Bitrix24, without an activity. A request that Bitrix24 still processes at the time of the search
/// is not found.
/// </remarks>
internal sealed class Bitrix24Transport : ICrmTransport, IAsyncDisposable
{
    private static readonly ILogger Log = AppLog.For("bitrix24");
    public const string CompleteTask = "tasks.task.complete";

    private const string Register = "telephony.externalcall.register";

    private readonly Bitrix24Batcher _calls;
    private readonly Bitrix24Deduplicator _once;
    // An activity or a client keeps the employee that it has.
    private static readonly IReadOnlyList<UserField> Users =
    [
        new("USER_ID"), new("RESPONSIBLE_ID"), new("CREATED_BY", IsOptional: true),
        new("ASSIGNED_BY_ID", IsOptional: true),
    ];

    private readonly RecordUpload _records;
    private readonly NamedUsers? _users;

    /// <param name="client">Sends.</param>
    /// <param name="users">Replaces users that the portal refuses; <c>null</c>: they are not replaced.</param>
    public Bitrix24Transport(Bitrix24ApiClient client, NamedUsers? users = null)
    {
        (_calls, _users) = (new(client), users);
        (_once, _records) = (new(_calls), new(client));
    }

    public async Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        try
        {
            return await SendOnceAsync(method, parameters, outcomeUnknown, token);
        }
        catch (CrmException error) when (error.Fields.Any(parameters.ContainsKey))
        {
            var rest = parameters.DeepClone().AsObject();
            foreach (var field in error.Fields)
                rest.Remove(field);
            throw error.Amended(rest);
        }
        catch (CrmException error) when (method == CompleteTask && error.Failure == CrmFailure.Rejected)
        {
            // An employee has completed or deleted it, or it waits for its creator's approval.
            Bitrix24LogMessages.NotCompleted(Log, $"{parameters["taskId"]}", error.Message);
            return JsonElement.Parse("{}");
        }
        catch (CrmException error) when (_users is not null && !error.IsRetried)
        {
            throw await _users.AmendAsync(error, parameters, Users, token);
        }
    }

    public ValueTask DisposeAsync() => _calls.DisposeAsync();

    private async Task<JsonElement> SendOnceAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        if (outcomeUnknown && await _once.FindAsync(method, parameters, token) is var (answer, foundBy))
        {
            Bitrix24LogMessages.WasDone(Log, method, foundBy);
            return answer;
        }
        return await (method.ToLowerInvariant() switch
        {
            "telephony.externalcall.finish" when outcomeUnknown => FinishAgainAsync(method, parameters, token),
            "telephony.externalcall.attachrecord" when parameters.ContainsKey(PseudoParameters.File) =>
                _records.SendAsync(method, parameters, token),
            _ => CallAsync(method, Bitrix24Deduplicator.Marked(parameters), token),
        });
    }

    private async Task<JsonElement> CallAsync(string method, JsonObject parameters, CancellationToken token)
    {
        var result = (await _calls.CallAsync(method, parameters, token)).Result;
        if (Bitrix24Registration.ProblemIn(result) is { } problem)
            Bitrix24LogMessages.DoneInPart(Log, method, $"{parameters["EXTERNAL_CALL_ID"] ?? parameters["CALL_ID"]}",
                HttpAnswer.OneLine(problem, 300));
        // Without it nothing of the call could be sent: the portal is asked again, and gives the same call.
        if (method.Equals(Register, StringComparison.OrdinalIgnoreCase)
            && BitrixJson.Text(result, "CALL_ID").Length == 0)
            throw new CrmException(CrmFailure.Broken, $"{method}: the answer names no call.");
        return result;
    }

    // The call is not open any more: Bitrix24 finished it before.
    private async Task<JsonElement> FinishAgainAsync(string method, JsonObject parameters, CancellationToken token)
    {
        try
        {
            return await CallAsync(method, parameters, token);
        }
        catch (CrmException error) when (Bitrix24Refusals.IsCallNotOpen(error))
        {
            var call = $"{parameters["CALL_ID"]}";
            Bitrix24LogMessages.WasDone(Log, method, call);
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
