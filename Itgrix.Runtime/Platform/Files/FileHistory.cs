namespace Itgrix.Runtime.Platform.Files;

/// <summary>
/// Follows the file at a path through its saves, also across a restart: distinguishes a new version of the same file
/// from another file that was put there after the first was removed.
/// </summary>
/// <param name="folder">Folder that keeps the file's identity for the next start.</param>
/// <param name="file">Full path.</param>
internal sealed class FileHistory(PrivateFolder folder, string file) : IDisposable
{
    /// <summary>Some editors move the old file away before they write the new one; a longer gap is a removal.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly string _record = RecordOf(folder, file);
    // Held open, so that its inode cannot be reused for another file and its removal leaves a timestamp.
    private PinnedFile? _held;
    private string? _recorded;
    private bool _disposed;

    /// <summary>Whether the file is the one of the last check, or was saved over it.</summary>
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

    /// <summary>Stores the file's identity beside its last good version, for the next start.</summary>
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

    /// <summary>Forgets the file: a later file at the path does not continue it.</summary>
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

    // An inode's ctime changes when it loses its name. Until the next one was created there was no file, unless that
    // one had been written under another name and moved here; an inode that never changed still has its name, and a
    // link was redirected.
    private static bool WasRemoved(PinnedFile before, FileStamp now)
    {
        if ((now.Device, now.Inode) == (before.Stamp.Device, before.Stamp.Inode))
            return false;
        var then = FileStamp.Read(before.Path) ?? before.Stamp;
        return then.ChangedNs != before.Stamp.ChangedNs
            && now.BornNs - then.ChangedNs > Moment.TotalNanoseconds;
    }

    // Inodes are reused at once, so the birth time counts too; without a birth time no file is known to be the
    // same.
    private bool IsRecorded(FileStamp now)
    {
        _recorded = PrivateFolder.Read(_record) is { } kept ? Encoding.UTF8.GetString(kept) : null;
        return now.BornNs != 0 && _recorded == IdentityOf(now);
    }

    // Without the device: its number may change when the machine reboots.
    private static string IdentityOf(FileStamp stamp) =>
        string.Create(CultureInfo.InvariantCulture, $"{stamp.Inode} {stamp.BornNs}");

    private static string RecordOf(PrivateFolder folder, string file) =>
        folder.PathOf(PrivateFolder.NameOf(file) + ".file");
}
