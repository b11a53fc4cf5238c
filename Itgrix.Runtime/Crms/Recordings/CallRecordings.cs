using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>The recordings of calls: whether they exist and are complete, and which files may replace them.</summary>
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

    /// <summary>Links to this service; <c>null</c> when it serves no recordings.</summary>
    public RecordingLinks? Links { get; }

    /// <summary>The state of the call's recording; <c>null</c> when there is to be none.</summary>
    public RecordingLook? Look(CallStageEvent stage)
    {
        RecordingLook? missing = null;
        foreach (var place in _places.Of(stage))
        {
            var look = LookAt(place);
            if (look.IsThere)
                return look with { IsNamed = stage.Recordings.Count > 0 };
            // Of several missing files the first is reported, unless one exists and cannot be read.
            if (missing is null or { Problem: "" })
                missing = look.Problem.Length > 0 ? look : missing ?? look;
        }
        return missing is null ? null : missing with
        {
            IsNamed = stage.Recordings.Count > 0,
            Problem = missing.Problem.Length > 0 ? missing.Problem : "There is no such file.",
        };
    }

    /// <summary>The maximum wait for a recording that is not complete.</summary>
    public TimeSpan TimeoutFor(RecordingLook look, RecordingUse use) => use switch
    {
        RecordingUse.None => TimeSpan.Zero,
        RecordingUse.Upload when look.IsNamed => _options.Late > _options.Wait ? _options.Late : _options.Wait,
        // On another machine: the link needs no file.
        RecordingUse.Link when Links is null && !Directory.Exists(Path.GetDirectoryName(look.Path)) => TimeSpan.Zero,
        _ => _options.Wait,
    };

    /// <summary>The delay before the next look at it.</summary>
    public TimeSpan DelayAfter(TimeSpan waited) => TimeSpan.FromSeconds(waited < _options.Wait ? 1 : 30);

    /// <summary>Why a file cannot be used as a recording; <c>null</c> when it can.</summary>
    /// <param name="made">The path that a hook returned.</param>
    /// <param name="original">The path of the original recording.</param>
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

    // A file that Asterisk names by its full path may be elsewhere, but must not be a link to elsewhere.
    private bool IsWhereItSeems(string path, string realPath) => _folders.Hold(realPath)
        || (!_folders.Name(path)
            && Path.GetDirectoryName(realPath) == PinnedFile.RealPathOf(Path.GetDirectoryName(path)!));

    private bool IsComplete(string path, PinnedFile file)
    {
        if (FileWriters.Test(path))
            return false;
        // Open files of another user are not visible to every process, so the file's own signs count too.
        var unchanged = _time.GetUtcNow() - DateTime.UnixEpoch
            - TimeSpan.FromMicroseconds(file.Stamp.ModifiedNs / 1000);
        return unchanged >= _options.Wait
            || (RecordingFormat.IsWav(path) ? WavHeader.Agrees(file.Handle, file.Stamp.Size) : unchanged >= Quiet);
    }
}

/// <summary>The purpose of a recording.</summary>
internal enum RecordingUse
{
    /// <summary>The CRM gets the file.</summary>
    Upload,

    /// <summary>The CRM gets an address.</summary>
    Link,

    /// <summary>The CRM gets no recording; its hook runs all the same.</summary>
    None,
}
