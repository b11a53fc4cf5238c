using System.Globalization;
using System.Text;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>
/// Follows the file at a path through its saves, also across a restart: tells a new version of the same file from
/// another file that was put there after the first was removed.
/// </summary>
/// <param name="folder">Where the file's identity is kept for the next start.</param>
/// <param name="file">Full path.</param>
internal sealed class FileHistory(PrivateFolder folder, string file) : IDisposable
{
    /// <summary>Some editors move the old file away before they write the new one; longer is a removal.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly string _record = RecordOf(folder, file);
    // Held open, so that its inode cannot be given to another file and its removal leaves a time.
    private PinnedFile? _held;
    private string? _recorded;
    private bool _disposed;

    /// <summary>Whether the file is the one of the last look, or was saved over it.</summary>
    public bool Continues()
    {
        lock (_gate)
        {
            if (_disposed || PinnedFile.Hold(file) is not { } now)
                return _held is not null;
            var continues = _held is { } before ? !WasRemoved(before, now.Stamp) : IsRecorded(now.Stamp);
            _held?.Dispose();
            _held = now;
            return continues;
        }
    }

    /// <summary>Keeps for the next start that this is the file whose last good version is stored.</summary>
    public void Record()
    {
        lock (_gate)
        {
            if (_disposed || _held is null || _recorded == IdentityOf(_held.Stamp))
                return;
            _recorded = IdentityOf(_held.Stamp);
            folder.Write(_record, Encoding.UTF8.GetBytes(_recorded));
        }
    }

    /// <summary>Nothing that lies at the path later continues what was there.</summary>
    public static void Forget(PrivateFolder folder, string file) => PrivateFolder.Remove(RecordOf(folder, file));

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _held?.Dispose();
            _held = null;
        }
    }

    // An inode changes when it loses its name. Until the next one was born there was no file, unless that had been
    // written under another name and was moved here; an inode that never changed is still where it was, and a link to
    // it was turned.
    private static bool WasRemoved(PinnedFile before, FileStamp now)
    {
        if ((now.Device, now.Inode) == (before.Stamp.Device, before.Stamp.Inode))
            return false;
        var then = FileStamp.Read(before.Path) ?? before.Stamp;
        return then.ChangedNs != before.Stamp.ChangedNs
            && now.BornNs - then.ChangedNs > Moment.TotalNanoseconds;
    }

    // Inodes are used again at once, so the time of birth counts too; where there is none, nothing is known to be the
    // same.
    private bool IsRecorded(FileStamp now)
    {
        _recorded = PrivateFolder.Read(_record) is { } kept ? Encoding.UTF8.GetString(kept) : null;
        return now.BornNs != 0 && _recorded == IdentityOf(now);
    }

    // Without the device: its number may be another one after the machine's next start.
    private static string IdentityOf(FileStamp stamp) =>
        string.Create(CultureInfo.InvariantCulture, $"{stamp.Inode} {stamp.BornNs}");

    private static string RecordOf(PrivateFolder folder, string file) =>
        folder.PathOf(PrivateFolder.NameOf(file) + ".file");
}
