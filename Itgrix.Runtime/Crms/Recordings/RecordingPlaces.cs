using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>The possible paths of a call's recording: first as Asterisk named it, then as configured.</summary>
internal sealed class RecordingPlaces(RecordingOptions options)
{
    // The layout of FreePBX, which names only the file.
    private const string DayFolder = "yyyy'/'MM'/'dd";

    public IEnumerable<string> Of(CallStageEvent stage)
    {
        var day = (stage.Call.Channel.StartTime ?? stage.Time).ToString(DayFolder, CultureInfo.InvariantCulture);
        var names = options.Path is { } template
            ? stage.Recordings.Append(RecordingTemplate.Fill(template, stage)) : stage.Recordings;
        return names.SelectMany(name => Files(name, day)).SelectMany(RecordingFormat.Variants).Distinct();
    }

    private IEnumerable<string> Files(string name, string day)
    {
        if (name.Length == 0 || name.Contains('\0'))
            return [];
        if (Path.IsPathRooted(name))
            return [Path.GetFullPath(name)];
        return options.Folders
            .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, day, name) }
                .Select(Path.GetFullPath)
                .Where(file => RecordingFolders.Below(folder, file) is not null));
    }
}
