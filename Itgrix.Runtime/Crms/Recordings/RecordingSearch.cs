using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>Finds the recording of one call, from Asterisk's file to the result of the hook.</summary>
/// <param name="recordings">
/// <c>null</c>: the name from Asterisk is used unchecked, as for past calls that are only displayed.
/// </param>
internal sealed class RecordingSearch(CallContext context, CallRecordings? recordings)
{
    private static readonly ILogger Log = AppLog.For("recordings");

    // Steps of the outbox: the first while the file is not complete, the second after its hook ran.
    private const string Awaited = "recording file", Made = "recording";

    /// <summary>
    /// The recording; empty when there is none. Asterisk starts it before anybody answers, so a call without an answer
    /// has no recording.
    /// </summary>
    public async Task<CallRecording> FindAsync(RecordingUse use, CancellationToken token)
    {
        if (!context.Call.WasAnswered)
            return CallRecording.None;
        if (context.Steps.Has(Made))
            return new(await MadeAsync(new(""), use, token));
        if (Look() is not { } look)
            return CallRecording.None;
        if (look.IsComplete)
            await context.Steps.FoundAsync(Awaited, token);
        else if (await IsWaitedForAsync(look, use, token))
            return new(look.Path) { IsAwaited = true };
        // Not every call is recorded.
        else if (look is { IsNamed: false, IsThere: false })
            return CallRecording.None;
        return new(await MadeAsync(look, use, token));
    }

    private RecordingLook? Look() => recordings is not null ? recordings.Look(context.Stage)
        : context.Stage.Recordings is [var named, ..]
            ? new(named) { IsThere = true, IsComplete = true, IsNamed = true } : null;

    private Task<bool> IsWaitedForAsync(RecordingLook look, RecordingUse use, CancellationToken token) =>
        context.Steps.WaitForAsync(Awaited, recordings!.TimeoutFor(look, use), recordings.DelayAfter, token);

    // Once: the hook may take long, and its result stays.
    private async Task<string> MadeAsync(RecordingLook look, RecordingUse use, CancellationToken token)
    {
        var made = await context.Steps.OnceAsync(
            Made, async stop => Checked(await HookAsync(look.Path, stop), look, use), token);
        return made?.ToString() ?? look.Path;
    }

    private async Task<string> HookAsync(string path, CancellationToken token)
    {
        var outcome = await context.RunAsync(HookName.ProcessRecordFilePath, new()
        {
            ["call_id"] = context.Stage.CallId,
            ["from"] = context.Call.Channel.From.Best,
            ["to"] = context.Call.Channel.To.Best,
            ["path"] = path,
        }, token);
        return outcome is { Kind: OutcomeKind.Applied, Data: { } data } && data["path"] is JsonValue value
            && value.ToString() is { Length: > 0 } made ? made : path;
    }

    private string Checked(string made, RecordingLook look, RecordingUse use)
    {
        // A link to another machine is made of the name alone.
        if (recordings is null || use == RecordingUse.None
            || (use == RecordingUse.Link && recordings.Links is null && !look.IsThere))
            return made;
        if (made != look.Path)
        {
            if (recordings.ProblemOf(made, look.Path) is not { } problem)
                return made;
            RecordingLogMessages.NotTaken(Log, context.Steps.Call, made, problem, look.Path);
        }
        if (look is { IsThere: true, IsComplete: false })
            RecordingLogMessages.Unfinished(Log, context.Steps.Call, look);
        // A hook that ran for the other CRM may have replaced the original by its result.
        if (look.IsThere || use == RecordingUse.Link)
            return File.Exists(look.Path) ? look.Path : Look()?.Path ?? look.Path;
        RecordingLogMessages.NotThere(Log, context.Steps.Call, look);
        return "";
    }
}

/// <summary>A call's recording.</summary>
/// <param name="Path">The path; empty when there is none.</param>
internal sealed record CallRecording(string Path)
{
    public static readonly CallRecording None = new("");

    /// <summary>Whether it is not complete yet, so that the flow runs again soon.</summary>
    public bool IsAwaited { get; init; }
}
