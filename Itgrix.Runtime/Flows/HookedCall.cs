using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Flows;

/// <summary>Runs the hooks of a call at one of its stages; what a hook changes, the next one sees.</summary>
/// <param name="crm">Whose hooks.</param>
/// <param name="stage">The stage that was reached.</param>
/// <param name="ran">Is told of every hook that was asked.</param>
internal sealed class HookedCall(Crm crm, StageReached stage, HookRunner hooks, Action<StageReached, HookOutcome>? ran)
{
    /// <summary>The call, with what the hooks have made of it so far.</summary>
    public CallFull Call { get; private set; } = stage.Call;

    public StageReached Stage => stage;

    /// <summary>The employee's part that the stage, or the end of the call, is about; <c>null</c> when nobody was asked.</summary>
    public Conversation? Conversation => Call.ActiveConversation
        ?? Call.Conversations.Values.LastOrDefault(one => one.Channel.WasAnswered)
        ?? Call.LastConversation;

    /// <summary>How long was talked: from the first answer to the end of the last conversation.</summary>
    public TimeSpan Talked
    {
        get
        {
            var talked = Call.Conversations.Values.Select(one => one.Channel).Where(line => line.WasAnswered).ToList();
            return talked.Max(line => line.EndTime) - talked.Min(line => line.AnswerTime) ?? TimeSpan.Zero;
        }
    }

    /// <summary>process_client_phone, and process_user_phone where the CRM has it.</summary>
    public async Task NumbersAsync(CancellationToken token)
    {
        await NumberAsync("process_client_phone", Call.Client, token);
        if (Conversation is { } conversation)
            await NumberAsync("process_user_phone", conversation.Employee, token);
    }

    /// <summary>need_registration: everything but a plain no registers.</summary>
    public async Task<bool> NeedsRegistrationAsync(CancellationToken token) =>
        await RunAsync("need_registration", [], token) is not { Kind: OutcomeKind.Applied, Data: { } data }
        || data["result"]?.GetValueKind() != JsonValueKind.False;

    /// <summary>
    /// process_record_file_path: where the recording is, or what it was made into. Empty when there is none; Asterisk
    /// begins one before anybody answers, so without an answer there is nothing in it.
    /// </summary>
    public async Task<string> RecordingAsync(CancellationToken token)
    {
        if (stage.Recordings is not [var path, ..] || !Call.WasAnswered)
            return "";
        var outcome = await RunAsync("process_record_file_path", new()
        {
            ["call_id"] = stage.CallId,
            ["from"] = Call.Channel.From.Best,
            ["to"] = Call.Channel.To.Best,
            ["path"] = path,
        }, token);
        return Text(outcome, "path") is { Length: > 0 } changed ? changed : path;
    }

    /// <summary>The hook, or that it is not one of this CRM's: then nothing is changed.</summary>
    public async Task<HookOutcome?> RunAsync(string name, JsonObject fields, CancellationToken token)
    {
        if (HookCatalog.Find($"{crm.ToString().ToLowerInvariant()}/{name}") is not { } hook)
            return null;
        var outcome = await hooks.Run(hook, CallInput.Of(hook, fields, stage, Call), token);
        ran?.Invoke(stage, outcome);
        return outcome;
    }

    private async Task NumberAsync(string hook, PhoneNumber number, CancellationToken token)
    {
        if (number.Best.Length == 0 || await RunAsync(hook, new() { ["phone"] = number.Best }, token) is not { } outcome)
            return;
        if (Text(outcome, "phone") is { Length: > 0 } phone && phone != number.Best)
            Call = Numbered.Everywhere(Call, number, phone);
    }

    private static string Text(HookOutcome? outcome, string field) =>
        outcome is { Kind: OutcomeKind.Applied, Data: { } data } && data[field] is JsonValue value ? value.ToString() : "";
}
