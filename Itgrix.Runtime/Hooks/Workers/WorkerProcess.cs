using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Native;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// The service's side of one worker: one call at a time, blocking, never longer than its timeout. A worker that broke
/// a limit or died is dead when the call returns; start another one.
/// </summary>
internal sealed class WorkerProcess : IWorker
{
    // Overhead of a log line beside its text.
    private const int LineCost = 100;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(15);

    private readonly SocketPair _socket;
    private readonly ChildProcess _child;
    private readonly CapturedOutput[] _printed;
    private readonly int _maxOutput;
    private byte[] _received = new byte[64 * 1024];
    private int _count;
    private long _logged;
    private bool _isUsable = true;

    private WorkerProcess(SocketPair socket, ChildProcess child, int maxOutput)
    {
        _socket = socket;
        _child = child;
        _maxOutput = maxOutput;
        _printed = [new(child.Pipes[1], LogLevel.Info), new(child.Pipes[2], LogLevel.Warning)];
    }

    public bool IsAlive => _isUsable && !_child.WaitForExit(TimeSpan.Zero);

    public long Memory => _child.ResidentMemory();

    /// <summary>
    /// Starts a worker, waits until it accepts calls. Its socket is at <see cref="FrameChannel.WorkerDescriptor"/>.
    /// </summary>
    /// <param name="maxOutput">Maximum output or reply of one call in bytes.</param>
    /// <exception cref="ProcessStartException">It cannot be started.</exception>
    /// <exception cref="IOException">It started and ended, or did not become ready.</exception>
    public static WorkerProcess Start(ProcessSpec spec, int maxOutput)
    {
        var socket = SocketPair.Open();
        try
        {
            var streams = new Dictionary<int, ChildStream>
            {
                [0] = ChildStream.Nothing,
                [FrameChannel.WorkerDescriptor] = ChildStream.Given(socket.Theirs),
            };
            var child = ChildProcess.Start(spec with { Streams = streams });
            // While we held the worker's end, its death would not close the socket.
            socket.Theirs.Dispose();
            var worker = new WorkerProcess(socket, child, maxOutput);
            worker.AwaitReady();
            return worker;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void AwaitReady()
    {
        var ticks = ProcessClock.Now;
        var (end, _) = Exchange([], [], Stopwatch.GetTimestamp(), StartLimit);
        if (end == WorkerEnd.Reply)
            return;
        var status = Finish(end, ticks);
        var words = _printed[1].Text;
        Dispose();
        throw new IOException($"a worker did not start ({end}, {status}): {words}");
    }

    public WorkerAnswer Call(ReadOnlyMemory<byte> payload, TimeSpan limit) => Call(FrameKind.Call, payload, limit);

    /// <summary>Loads the script of the payload's header and runs nothing.</summary>
    public void Prepare(ReadOnlyMemory<byte> payload, TimeSpan limit) => Call(FrameKind.Prepare, payload, limit);

    private WorkerAnswer Call(FrameKind kind, ReadOnlyMemory<byte> payload, TimeSpan limit)
    {
        var began = Stopwatch.GetTimestamp();
        var beganTicks = ProcessClock.Now;
        foreach (var printed in _printed)
            printed.Clear();
        (_count, _logged) = (0, 0);
        var log = new List<LogLine>();
        var (end, reply) = Exchange(Frame(kind, payload), log, began, limit);
        var status = Finish(end, beganTicks);
        foreach (var printed in _printed.Where(printed => printed.Count > 0))
            log.AddRange(printed.Lines());
        return new(end, reply)
        {
            Log = log,
            Status = status,
            IsLast = !_isUsable,
            StandardError = _printed[1].Text,
            Ran = Stopwatch.GetElapsedTime(began),
        };
    }

    public void Dispose()
    {
        _isUsable = false;
        _socket.Dispose();
        _child.Dispose();
    }

    // By the frame's declared length: the whole frame may have arrived before it is read.
    private bool IsTooMuch => _logged > _maxOutput || _printed.Any(printed => printed.Count > _maxOutput)
        || (_count >= FrameChannel.HeaderLength && BinaryPrimitives.ReadUInt32LittleEndian(_received) > _maxOutput);

    private (WorkerEnd, byte[]) Exchange(byte[] frame, List<LogLine> log, long began, TimeSpan limit)
    {
        var sent = Send(frame);
        while (true)
        {
            var left = limit - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                return (WorkerEnd.TimedOut, []);
            // Output printed before the reply arrives no later than the reply, so this one read gets both.
            var (readable, ended) = Wait(sent < frame.Length, left);
            if (sent < frame.Length)
                sent += Send(frame.AsSpan(sent));
            // A child of the hook may hold the socket, so the worker's exit counts, not only the socket's end.
            var open = (!readable && !ended) || (Receive() && !ended);
            while (!IsTooMuch && TakeFrame() is var (kind, payload))
            {
                if (kind is FrameKind.Reply or FrameKind.Ready)
                    return (WorkerEnd.Reply, payload);
                if (kind is FrameKind.Error or FrameKind.LastError)
                {
                    _isUsable = kind == FrameKind.Error;
                    return (WorkerEnd.Error, payload);
                }
                _logged += payload.Length + LineCost;
                if (payload is [var level, .. var text])
                    log.Add(new((LogLevel)level, Encoding.UTF8.GetString(text)));
            }
            if (IsTooMuch)
                return (WorkerEnd.TooMuch, []);
            if (!open)
                return (WorkerEnd.Died, []);
        }
    }

    private (bool Readable, bool Ended) Wait(bool sending, TimeSpan left)
    {
        Span<PollEntry> entries =
        [
            Entry(_socket.Ours, sending ? (short)(PollEntry.Readable | PollEntry.Writable) : PollEntry.Readable),
            Entry(_child.PidFd, PollEntry.Readable),
            Entry(_printed[0].Pipe, PollEntry.Readable, !_printed[0].IsClosed),
            Entry(_printed[1].Pipe, PollEntry.Readable, !_printed[1].IsClosed),
        ];
        PollEntry.Wait(entries, left);
        if (entries[2].Ready)
            _printed[0].Pump();
        if (entries[3].Ready)
            _printed[1].Pump();
        return (entries[0].Ready, entries[1].Ready);
    }

    private static PollEntry Entry(
        Microsoft.Win32.SafeHandles.SafeFileHandle handle, short events, bool wanted = true) =>
        new(wanted ? (int)handle.DangerousGetHandle() : -1, events);

    private int Send(ReadOnlySpan<byte> bytes) => Math.Max(0, Descriptor.Write(_socket.Ours, bytes));

    // False when the worker closed its end, which it does by dying; its earlier messages are read first.
    private bool Receive()
    {
        while (_count <= _maxOutput + FrameChannel.HeaderLength)
        {
            if (_count == _received.Length)
                Array.Resize(ref _received, _received.Length * 2);
            var read = Descriptor.Read(_socket.Ours, _received.AsSpan(_count));
            if (read <= 0)
                return read == Descriptor.WouldBlock;
            _count += read;
        }
        return true;
    }

    private (FrameKind Kind, byte[] Payload)? TakeFrame()
    {
        if (_count < FrameChannel.HeaderLength)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_received);
        var end = FrameChannel.HeaderLength + length;
        if (_count < end)
            return null;
        var frame = ((FrameKind)_received[4], _received[FrameChannel.HeaderLength..end]);
        _received.AsSpan(end, _count - end).CopyTo(_received);
        _count -= end;
        return frame;
    }

    private ExitStatus? Finish(WorkerEnd end, long beganTicks)
    {
        if (end is WorkerEnd.Reply or WorkerEnd.Error)
            return null;
        _isUsable = false;
        if (end == WorkerEnd.Died)
            _child.WaitForExit(TimeSpan.FromSeconds(1));
        // Processes that earlier calls left running on purpose are not killed.
        _child.KillTree(beganTicks);
        foreach (var printed in _printed)
            printed.Pump();
        return _child.TryReap();
    }

    private static byte[] Frame(FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        var frame = GC.AllocateUninitializedArray<byte>(FrameChannel.HeaderLength + payload.Length);
        FrameChannel.WriteHeader(frame, payload.Length, kind);
        payload.Span.CopyTo(frame.AsSpan(FrameChannel.HeaderLength));
        return frame;
    }
}
