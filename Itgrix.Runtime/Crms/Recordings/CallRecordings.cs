using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>The recordings of calls: whether they are there and complete, and which files may stand for them.</summary>
internal sealed class CallRecordings
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly RecordingOptions _options;
    private readonly TimeProvider _time;
    private readonly RecordingPlaces _places;
    private readonly RecordingFolders _folders;

    public CallRecordings(RecordingOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        (_places, _folders) = (new(options), new(options.Folders));
        Links = options is { PublicUrl: { } address, Secret: { } secret }
            ? new(address, secret, options.LinkFor, _folders, time) : null;
    }

    /// <summary>Links to the service itself; <c>null</c> when it serves none.</summary>
    public RecordingLinks? Links { get; }

    /// <summary>What there is of the call's recording; <c>null</c> when there is to be none.</summary>
    public RecordingLook? Look(CallStageEvent stage)
    {
        RecordingLook? missing = null;
        foreach (var place in _places.Of(stage))
        {
            var look = LookAt(place);
            if (look.IsThere)
                return look with { IsNamed = stage.Recordings.Count > 0 };
            // Of several that are missing the first is it, unless one is there and cannot be read.
            if (missing is null or { Problem: "" })
                missing = look.Problem.Length > 0 ? look : missing ?? look;
        }
        return missing is null ? null : missing with
        {
            IsNamed = stage.Recordings.Count > 0,
            Problem = missing.Problem.Length > 0 ? missing.Problem : "There is no such file.",
        };
    }

    /// <summary>How long a recording that is not complete is waited for.</summary>
    public TimeSpan TimeoutFor(RecordingLook look, RecordingUse use) => use switch
    {
        RecordingUse.None => TimeSpan.Zero,
        RecordingUse.Upload when look.IsNamed => _options.Late > _options.Wait ? _options.Late : _options.Wait,
        // On another machine: the link needs no file.
        RecordingUse.Link when Links is null && !Directory.Exists(Path.GetDirectoryName(look.Path)) => TimeSpan.Zero,
        _ => _options.Wait,
    };

    /// <summary>How soon it is looked for again.</summary>
    public TimeSpan PauseAfter(TimeSpan waited) => TimeSpan.FromSeconds(waited < _options.Wait ? 1 : 30);

    /// <summary>Why a file cannot stand for a recording; <c>null</c> when it can.</summary>
    /// <param name="made">What a hook says it is.</param>
    /// <param name="original">Where the recording was.</param>
    public string? ProblemOf(string made, string original)
    {
        if (made.Contains('\0') || !Path.IsPathRooted(made))
            return "It is no absolute path.";
        using var file = PinnedFile.Read(made, out var problem);
        if (file is null)
            return problem ?? "There is no such file.";
        var beside = PinnedFile.RealPathOf(Path.GetDirectoryName(original) ?? "/");
        if (!_folders.Hold(file.RealPath) && (beside is null || RecordingFolders.Below(beside, file.RealPath) is null))
            return "It is not in a folder of recordings: name its folder in recordings.folders.";
        return file.Stamp.Size == 0 ? "It is empty." : null;
    }

    private RecordingLook LookAt(string path)
    {
        using var file = PinnedFile.Read(path, out var problem);
        if (file is null)
            return new(path) { Problem = problem ?? "" };
        if (!IsWhereItSeems(path, file.RealPath))
            return new(path) { Problem = $"It is a link to {file.RealPath}: name that folder in recordings.folders." };
        if (file.Stamp.Size == 0)
            return new(path) { Problem = "It is empty." };
        return new(path)
            { IsThere = true, IsComplete = IsComplete(path, file), Problem = "It is still being written." };
    }

    // What Asterisk names by its whole path may be elsewhere, but is no link to elsewhere.
    private bool IsWhereItSeems(string path, string realPath) => _folders.Hold(realPath)
        || (!_folders.Name(path)
            && Path.GetDirectoryName(realPath) == PinnedFile.RealPathOf(Path.GetDirectoryName(path)!));

    private bool IsComplete(string path, PinnedFile file)
    {
        if (FileWriters.Test(path))
            return false;
        // Who writes another user's file is not told to everybody, so that its own signs count too.
        var unchanged = _time.GetUtcNow() - DateTime.UnixEpoch
            - TimeSpan.FromMicroseconds(file.Stamp.ModifiedNs / 1000);
        return unchanged >= _options.Wait
            || (RecordingFormat.IsWav(path) ? WavHeader.Agrees(file.Handle, file.Stamp.Size) : unchanged >= Quiet);
    }
}

/// <summary>What a recording is for.</summary>
internal enum RecordingUse
{
    /// <summary>The CRM gets the file.</summary>
    Upload,

    /// <summary>The CRM gets an address.</summary>
    Link,

    /// <summary>The CRM gets nothing of it; its hook runs all the same.</summary>
    None,
}
