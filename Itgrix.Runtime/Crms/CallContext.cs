using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms;

/// <summary>Runs the hooks of a call at one of its stages; each hook sees the changes of the one before.</summary>
/// <param name="crm">The CRM of the hooks.</param>
/// <param name="stage">The stage that was reached.</param>
/// <param name="steps">The steps of the call.</param>
/// <param name="ran">Observes every hook that was run.</param>
internal sealed class CallContext(
    Crm crm, CallStageEvent stage, HookRunner hooks, CallSteps steps, Action<CallStageEvent, HookOutcome>? ran)
{
    private static readonly ILogger Log = AppLog.For("recordings");

    /// <summary>The call, with the changes of hooks and CRM so far.</summary>
    public CallFull Call { get; set; } = stage.Call;

    public CallStageEvent Stage => stage;

    /// <summary>The steps of the call.</summary>
    public CallSteps Steps => steps;

    /// <summary>The recordings of calls; <c>null</c>: the files that Asterisk names are not looked for.</summary>
    public CallRecordings? Recordings { get; init; }

    /// <summary>When the CRM last answered a request; <c>null</c>: never, or it is not known.</summary>
    public DateTimeOffset? LastAnswer { get; init; }

    /// <summary>Clients found before the hooks of numbers ran, with number and time of the search.</summary>
    public (string Phone, DateTimeOffset Asked, JsonObject? Clients)? Found { get; set; }

    /// <summary>Writes the fields of a hook's input that only this CRM has; <c>null</c> when there are none.</summary>
    public Action<Utf8JsonWriter, HookDefinition, CallContext>? WriteMore { get; init; }

    /// <summary>
    /// The employee part that the stage, or the end of the call, is about; <c>null</c> when no employee was called.
    /// </summary>
    public Conversation? Conversation => Call.ActiveConversation
        ?? Call.Conversations.Values.LastOrDefault(one => one.Channel.WasAnswered)
        ?? Call.LastConversation;

    /// <summary>Runs process_client_phone, and process_user_phone where the CRM has it.</summary>
    public async Task NumbersAsync(CancellationToken token)
    {
        await NumberAsync(HookName.ProcessClientPhone, Call.Client, token);
        if (Conversation is { } conversation)
            await NumberAsync(HookName.ProcessUserPhone, conversation.Employee, token);
    }

    /// <summary>Runs need_registration: everything except an explicit false registers the call.</summary>
    public async Task<bool> NeedsRegistrationAsync(CancellationToken token) =>
        await RunAsync(HookName.NeedRegistration, [], token) is not { Kind: OutcomeKind.Applied, Data: { } data }
        || data["result"]?.GetValueKind() != JsonValueKind.False;

    /// <summary>Runs process_record_file_path, which finds or converts the recording.</summary>
    /// <param name="use">The purpose of the recording.</param>
    /// <param name="token">Cancels.</param>
    public Task<CallRecording> RecordingAsync(RecordingUse use, CancellationToken token) =>
        new RecordingSearch(this, Recordings).FindAsync(use, token);

    /// <summary>The link to a recording; empty when there is none.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="elsewhere">Makes the link when this service does not serve recordings.</param>
    public string LinkOf(CallRecording recording, Func<string, string> elsewhere)
    {
        if (recording.Path.Length == 0)
            return "";
        if (Recordings?.Links is not { } links)
            return elsewhere(recording.Path);
        if (links.Of(recording.Path) is { } link)
            return link;
        RecordingLogMessages.NoLink(Log, steps.Call, recording.Path);
        return "";
    }

    /// <summary>Runs post_registration, once for the call.</summary>
    public Task RegisteredAsync(CancellationToken token) => steps.OnceAsync("post_registration", async stop =>
    {
        await RunAsync(HookName.PostRegistration, [], stop);
        return null;
    }, token);

    /// <summary>Sends a request as its hook leaves it, unless the hook cancels it or it was sent before.</summary>
    public Task<StepOutcome> SendAsync(RequestSpec request, CancellationToken token) =>
        steps.SendAsync(request with { LooksFirst = stage.IsPast }, async stop =>
        {
            var fields = await request.Fields(stop);
            if (request.Hook is not null)
                fields = await RunAsync(request.Hook, fields, stop)
                    is { Kind: not OutcomeKind.Cancelled, Data: { } data } ? data : [];
            var parameters = fields.Count > 0 ? request.Parameters(fields) : null;
            if (parameters is not null && request.NextUsers.Count > 0)
                parameters[PseudoParameters.Users] = new JsonArray([.. request.NextUsers.Select(id => (JsonNode)id)]);
            return parameters;
        }, token);

    /// <summary>
    /// Queries the CRM: the call continues without what the CRM refuses; a query without an answer is repeated later.
    /// </summary>
    /// <param name="what">The name of the query.</param>
    /// <param name="ask">The query.</param>
    /// <param name="token">Cancels.</param>
    /// <param name="timeout">
    /// After which the call also continues without an answer, where the CRM answers other queries; <c>null</c>: never.
    /// </param>
    public async Task<T?> AskAsync<T>(
        string what, Func<Task<T>> ask, CancellationToken token, TimeSpan? timeout = null)
        where T : class?
    {
        try
        {
            var answer = await ask();
            await steps.AnsweredAsync(what, token);
            return answer;
        }
        catch (CrmException error) when (!error.IsRetried || error.Failure == CrmFailure.Forbidden)
        {
            OutboxLogMessages.NotRead(Log, steps.Call, what, error.Message);
            return null;
        }
        catch (CrmException error) when (timeout is not null && error.IsTransient)
        {
            if (await steps.GoesOnWithoutAsync(what, error, timeout.Value, LastAnswer, token))
                return null;
            throw;
        }
    }

    /// <summary>Whether the hook has a file and is switched on.</summary>
    public bool IsCustomized(HookName name) => Hook(name) is { } hook && hooks.IsCustomized(hook);

    /// <summary>Runs the hook; <c>null</c> when this CRM has no such hook, so that nothing changes.</summary>
    public async Task<HookOutcome?> RunAsync(HookName name, JsonObject fields, CancellationToken token)
    {
        if (Hook(name) is not { } hook)
            return null;
        var input = CallInput.Create(hook, fields, stage, Call, writer => WriteMore?.Invoke(writer, hook, this));
        var outcome = await hooks.Run(hook, input, token);
        ran?.Invoke(stage, outcome);
        return outcome;
    }

    private HookDefinition? Hook(HookName name) => HookCatalog.Find(crm, name);

    private async Task NumberAsync(HookName hook, PhoneNumber number, CancellationToken token)
    {
        if (number.Best.Length == 0
            || await RunAsync(hook, new() { ["phone"] = number.Best }, token) is not { } outcome)
            return;
        if (Text(outcome, "phone") is not { Length: > 0 } phone || phone == number.Best)
            return;
        // An employee's phone may have a name; the CRM rejects a client without a number.
        if (hook == HookName.ProcessClientPhone && !NumberPlan.IsPhone(phone))
            NumberLogMessages.NoPhone(Log, stage.CallId, outcome.Hook.Id, DialValues.Shown(phone));
        else
            Call = PhoneReplacement.Everywhere(Call, number, phone);
    }

    private static string Text(HookOutcome? outcome, string field) =>
        outcome is { Kind: OutcomeKind.Applied, Data: { } data } && data[field] is JsonValue value
            ? value.ToString() : "";
}
