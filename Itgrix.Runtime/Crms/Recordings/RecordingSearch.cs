using System.Text.Json.Nodes;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>The recording of one call, from where Asterisk left it to what its hook makes of it.</summary>
/// <param name="recordings">
/// <c>null</c>: Asterisk's word is taken for it, as for calls of the past that are only shown.
/// </param>
internal sealed class RecordingSearch(CallContext call, CallRecordings? recordings)
{
    // Steps of the outbox: the first while the file is not complete, the second once its hook ran.
    private const string Awaited = "recording file", Made = "recording";

    /// <summary>
    /// The recording; none when there is none. Asterisk begins one before anybody answers, so without an answer there
    /// is nothing in it.
    /// </summary>
    public async Task<CallRecording> FindAsync(RecordingUse use, CancellationToken token)
    {
        if (!call.Call.WasAnswered)
            return CallRecording.None;
        if (call.Steps.Has(Made))
            return new(await MadeAsync(new(""), use, token));
        if (Look() is not { } look)
            return CallRecording.None;
        if (look.IsComplete)
            await call.Steps.FoundAsync(Awaited, token);
        else if (await IsWaitedForAsync(look, use, token))
            return new(look.Path) { IsAwaited = true };
        // Not every call is recorded.
        else if (look is { IsNamed: false, IsThere: false })
            return CallRecording.None;
        return new(await MadeAsync(look, use, token));
    }

    private RecordingLook? Look() => recordings is not null ? recordings.Look(call.Stage)
        : call.Stage.Recordings is [var named, ..]
            ? new(named) { IsThere = true, IsComplete = true, IsNamed = true } : null;

    private Task<bool> IsWaitedForAsync(RecordingLook look, RecordingUse use, CancellationToken token) =>
        call.Steps.LookAgainAsync(Awaited, recordings!.TimeoutFor(look, use), recordings.PauseAfter, token);

    // Once: it may take long, and what it makes stays.
    private async Task<string> MadeAsync(RecordingLook look, RecordingUse use, CancellationToken token)
    {
        var made = await call.Steps.OnceAsync(
            Made, async stop => Checked(await HookAsync(look.Path, stop), look, use), token);
        return made?.ToString() ?? look.Path;
    }

    private async Task<string> HookAsync(string path, CancellationToken token)
    {
        var outcome = await call.RunAsync("process_record_file_path", new()
        {
            ["call_id"] = call.Stage.CallId,
            ["from"] = call.Call.Channel.From.Best,
            ["to"] = call.Call.Channel.To.Best,
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
            RecordingLogMessages.NotTaken(call.Steps.Call, made, problem, look.Path);
        }
        if (look is { IsThere: true, IsComplete: false })
            RecordingLogMessages.Unfinished(call.Steps.Call, look);
        // A hook that asked for the other CRM may have put what it made in the original's place.
        if (look.IsThere || use == RecordingUse.Link)
            return File.Exists(look.Path) ? look.Path : Look()?.Path ?? look.Path;
        RecordingLogMessages.NotThere(call.Steps.Call, look);
        return "";
    }
}

/// <summary>A call's recording.</summary>
/// <param name="Path">Where it is; empty when there is none.</param>
internal sealed record CallRecording(string Path)
{
    public static readonly CallRecording None = new("");

    /// <summary>It is not complete yet: the call's way is gone again in a moment.</summary>
    public bool IsAwaited { get; init; }
}
