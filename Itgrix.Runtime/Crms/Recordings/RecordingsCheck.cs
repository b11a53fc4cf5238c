using System.Runtime.CompilerServices;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>Whether recordings can be read.</summary>
internal sealed class RecordingsCheck(RecordingOptions options) : IDoctorCheck
{
    public string Area => "recordings";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await Task.CompletedTask;
        foreach (var folder in options.Folders)
            yield return Look(folder);
        if (options.PublicUrl is null)
            yield return Finding.Warning("CRMs get no links to recordings, because recordings.public_url is not set.",
                "Set public_url and secret in the section recordings where the CRM wants links: docs/recordings.md");
        else
            yield return Finding.Good($"CRMs get links below {options.PublicUrl}.");
    }

    private static Finding Look(string folder)
    {
        if (!Directory.Exists(folder) && !FileRights.CanRead(folder))
            return Finding.Error($"{folder} is missing, or cannot be seen.",
                $"Name the folder of Asterisk's recordings in recordings.folders; {Join}");
        if (!FileRights.CanRead(folder))
            return Finding.Error($"{folder} cannot be read by {Environment.UserName}.", Join);
        var closed = Directory.EnumerateDirectories(folder).Where(one => !FileRights.CanRead(one)).ToList();
        return closed.Count == 0 ? Finding.Good($"{folder} can be read.")
            : Finding.Error($"{closed[0]} cannot be read by {Environment.UserName}.", Join);
    }

    private static string Join =>
        $"usermod --append --groups asterisk {Environment.UserName}; then restart the service";
}
