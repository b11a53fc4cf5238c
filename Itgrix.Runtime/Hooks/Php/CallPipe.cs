using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// A worker's standard input: one pipe for all its calls, in which each call sees its own bytes and then the end, as
/// in a process of its own. That works because a pipe may be reopened after its last writer has closed.
/// </summary>
internal sealed unsafe class CallPipe : IDisposable
{
    private const int WriteOnly = 1;

    private readonly SafeFileHandle _drain;
    private SafeFileHandle? _writer;
    private ReadOnlyMemory<byte> _rest;
    private int _written;

    public CallPipe()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
            throw new IOException($"no pipe for a PHP worker: {Marshal.GetLastPInvokeErrorMessage()}");
        Theirs = new(ends[0], ownsHandle: true);
        new SafeFileHandle(ends[1], ownsHandle: true).Dispose();
        // Opened separately, so that only this end is non-blocking, not PHP's.
        _drain = Open(0);
    }

    /// <summary>
    /// The worker's end; kept open here, or the pipe would end with the worker's first child.
    /// </summary>
    public SafeFileHandle Theirs { get; }

    /// <summary>Whether no byte of the call has been read yet.</summary>
    public bool IsUnread => Descriptor.Unread(_drain) == _written;

    public PollEntry Entry => new((int)(_writer?.DangerousGetHandle() ?? -1), PollEntry.Writable);

    /// <summary>To be called before each call, when nobody reads.</summary>
    public void MakeReady()
    {
        Descriptor.MakeBlocking(Theirs);
        _writer ??= Open(WriteOnly);
    }

    public void Begin(ReadOnlyMemory<byte> call)
    {
        (_rest, _written) = (call, 0);
        Pump();
    }

    /// <summary>Writes what fits; closes after the last byte.</summary>
    public void Pump()
    {
        while (_writer is not null && Descriptor.Write(_writer, _rest.Span) is >= 0 and var written)
        {
            _rest = _rest[written..];
            _written += written;
            if (_rest.IsEmpty)
                Close();
        }
    }

    /// <summary>Discards the input that the hook did not read.</summary>
    public void End()
    {
        Close();
        Span<byte> buffer = new byte[16 * 1024];
        while (Descriptor.Read(_drain, buffer) > 0)
        {
        }
    }

    public void Dispose()
    {
        Close();
        _drain.Dispose();
        Theirs.Dispose();
    }

    private void Close()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private SafeFileHandle Open(int flags)
    {
        var descriptor = Libc.Open(
            $"/proc/self/fd/{Theirs.DangerousGetHandle()}", flags | Libc.NonBlocking | Libc.CloseOnExec, 0);
        return descriptor >= 0
            ? new(descriptor, ownsHandle: true)
            : throw new IOException($"the pipe to a PHP worker does not open: {Marshal.GetLastPInvokeErrorMessage()}");
    }
}
