using System.Buffers.Binary;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>
/// Follows the saves of files by inotify, which tells every reader of a folder when a writer closes a file. What it did
/// not see, a save before it began or on another machine's disk, is complete after a quiet moment.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SaveWatch(TimeProvider? time = null) : IDisposable
{
    /// <summary>A save that was not seen is complete when the file has not changed for so long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private const uint Modified = 0x2, Closed = 0x8, MovedFrom = 0x40, MovedHere = 0x80, Deleted = 0x200;
    private const uint Overflow = 0x4000, Ignored = 0x8000;
    private const int HeaderLength = 16;

    private readonly Lock _gate = new();
    private readonly SafeFileHandle _events = new(Libc.NotifyInit(Libc.CloseOnExec | Libc.NonBlocking), true);
    private readonly Dictionary<int, string> _folders = [];
    // Whether the last event of a file was its end.
    private readonly Dictionary<string, bool> _ended = [];
    private readonly byte[] _buffer = new byte[16 * 1024];

    /// <summary>Follows the files of this folder from now on.</summary>
    public void Follow(string folder)
    {
        lock (_gate)
            Add(folder);
    }

    /// <summary>Whether the file's last save has ended.</summary>
    public bool IsComplete(string path)
    {
        using var file = PinnedFile.Hold(path);
        if (file is null)
            return true;
        lock (_gate)
        {
            Add(Path.GetDirectoryName(file.RealPath) ?? "/");
            Drain();
            return _ended.TryGetValue(file.RealPath, out var ended) ? ended : IsQuiet(file.Stamp);
        }
    }

    public void Dispose() => _events.Dispose();

    private bool IsQuiet(FileStamp stamp) =>
        ((time ?? TimeProvider.System).GetUtcNow() - DateTimeOffset.UnixEpoch).TotalNanoseconds
        - Math.Max(stamp.ChangedNs, stamp.ModifiedNs) >= Quiet.TotalNanoseconds;

    // A folder that is followed already keeps its number; one that was replaced gets another.
    private void Add(string folder)
    {
        if (_events.IsInvalid || PinnedFile.RealPathOf(folder) is not { Length: > 0 } real)
            return;
        var number = Libc.NotifyAdd(_events, real, Modified | Closed | MovedFrom | MovedHere | Deleted);
        if (number >= 0)
            _folders[number] = real;
    }

    private void Drain()
    {
        if (_events.IsInvalid)
            return;
        int count;
        while ((count = Descriptor.Read(_events, _buffer)) > 0)
            for (var at = 0; at < count;)
                at += Take(_buffer.AsSpan(at, count - at));
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var what = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var name = Encoding.UTF8.GetString(bytes.Slice(HeaderLength, length)).TrimEnd('\0');
        if ((what & Overflow) != 0)
            _ended.Clear();
        else if ((what & Ignored) != 0)
            _folders.Remove(number);
        else if (_folders.TryGetValue(number, out var folder))
            Note(Path.Combine(folder, name), what);
        return HeaderLength + length;
    }

    private void Note(string file, uint what)
    {
        if ((what & (MovedFrom | Deleted)) != 0)
            _ended.Remove(file);
        else
            _ended[file] = (what & Modified) == 0;
    }
}
