using System.Diagnostics;
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

    // For so long a caller's thread may wait: most hooks only calculate, in a tenth of it.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly SocketPair _socket;
    private readonly ChildProcess _child;
    private readonly CapturedOutput[] _printed;
    private readonly FrameBuffer _frames;
    private readonly Func<long> _ids;
    private readonly Func<TimeSpan?> _waitedForCpu;
    private readonly int _maxOutput;
    private CallAtWorker _call;
    private bool _isUnderWay;
    // A hook that was slow once is not waited for by a caller.
    private bool _isQuick = true;
    // The last call that could leave something.
    private CallAtWorker? _checked;
    // Bytes of lines that came after the answers of their calls.
    private long _late;
    private bool _isUsable = true;

    private WorkerProcess(SocketPair socket, ChildProcess child, int maxOutput, Func<long> ids)
    {
        _socket = socket;
        _child = child;
        _maxOutput = maxOutput;
        _ids = ids;
        _waitedForCpu = () => CpuWait.Read(child.Id);
        _frames = new(socket.Ours, maxOutput);
        _printed = [new(child.Pipes[1], LogLevel.Info), new(child.Pipes[2], LogLevel.Warning)];
        _call = new(0, [], StartLimit, _waitedForCpu);
    }

    public bool IsAlive => _isUsable && !_child.WaitForExit(TimeSpan.Zero);

    public long Memory => _child.ResidentMemory();

    /// <summary>
    /// Starts a worker, waits until it accepts calls. Its socket is at <see cref="FrameChannel.WorkerDescriptor"/>.
    /// </summary>
    /// <param name="maxOutput">Maximum output or reply of one call in bytes.</param>
    /// <param name="ids">Ids of the calls; random unless given.</param>
    /// <exception cref="ProcessStartException">It cannot be started.</exception>
    /// <exception cref="IOException">It started and ended, or did not become ready.</exception>
    public static WorkerProcess Start(ProcessSpec spec, int maxOutput, Func<long>? ids = null)
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
            var worker = new WorkerProcess(socket, child, maxOutput, ids ?? Random.Shared.NextInt64);
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
        if (Exchange(Timeout.InfiniteTimeSpan) is not { } start || start.End == WorkerEnd.Reply)
            return;
        var (end, status) = (start.End, Finish(start.End));
        var words = _printed[1].Text;
        Dispose();
        throw new IOException($"a worker did not start ({end}, {status}): {words}");
    }

    public WorkerAnswer? Begin(ReadOnlyMemory<byte> payload, TimeSpan limit)
    {
        Send(FrameKind.Call, payload, limit);
        return Exchange(_isQuick ? Moment : TimeSpan.Zero) is { } done ? Answer(done.End, done.Payload) : null;
    }

    public WorkerAnswer Call(ReadOnlyMemory<byte> payload, TimeSpan limit) => Call(FrameKind.Call, payload, limit);

    /// <summary>Loads the script of the payload's header and runs nothing.</summary>
    public void Prepare(ReadOnlyMemory<byte> payload, TimeSpan limit) => Call(FrameKind.Prepare, payload, limit);

    private WorkerAnswer Call(FrameKind kind, ReadOnlyMemory<byte> payload, TimeSpan limit)
    {
        if (!_isUnderWay)
            Send(kind, payload, limit);
        var (end, reply) = Exchange(Timeout.InfiniteTimeSpan)!.Value;
        return Answer(end, reply);
    }

    private void Send(FrameKind kind, ReadOnlyMemory<byte> payload, TimeSpan limit)
    {
        // What programs printed that an earlier call has left running.
        if (_checked is { } earlier)
            TakePrinted(earlier);
        foreach (var printed in _printed)
            printed.Clear();
        var id = _ids();
        _call = new(id, Frame.ToBytes(kind, id, payload.Span), limit, _waitedForCpu);
        _isUnderWay = true;
    }

    private WorkerAnswer Answer(WorkerEnd end, byte[] reply)
    {
        _isUnderWay = false;
        var status = Finish(end);
        foreach (var printed in _printed)
            if (printed.Count > 0)
                _call.Log.AddRange(printed.Lines());
        var ran = _call.Ran;
        _isQuick = ran < Moment;
        return new(end, reply)
        {
            Log = _call.Log,
            Late = _call.Late,
            Status = status,
            IsLast = !_isUsable,
            StandardError = _printed[1].Text,
            Starved = end == WorkerEnd.TimedOut ? _call.Deadline.Starved : TimeSpan.Zero,
            Ran = ran,
        };
    }

    /// <summary>Waits until the worker has checked what its last call left; late words go to that call.</summary>
    public bool Settle(TimeSpan limit)
    {
        if (!_isUsable || _call.Late is not { } late)
            return _isUsable;
        var began = Stopwatch.GetTimestamp();
        foreach (var printed in _printed)
            printed.Clear();
        while (!_call.IsChecked)
        {
            var left = limit - Stopwatch.GetElapsedTime(began);
            var (readable, ended) = Wait(sending: false, left > TimeSpan.Zero ? left : TimeSpan.Zero);
            var open = (!readable && !ended) || (_frames.Receive() && !ended);
            while (_frames.Take() is { } frame)
                TakeLate(frame);
            TakePrinted(_call);
            if (open && !IsTooMuch && _late <= _maxOutput)
            {
                if (left <= TimeSpan.Zero && !_call.IsChecked)
                    return false;
                continue;
            }
            var status = Finish(open ? WorkerEnd.TooMuch : WorkerEnd.Died);
            TakePrinted(_call);
            late.Add(new(LogLevel.Error, open ? "printed too much after its reply and was stopped."
                : $"what it left running ended its process ({status})."));
            return false;
        }
        return _isUsable;
    }

    public void Dispose()
    {
        _isUsable = false;
        _socket.Dispose();
        _child.Dispose();
    }

    private bool IsTooMuch =>
        _frames.IsTooMuch || _call.Logged > _maxOutput
        || _printed[0].Count > _maxOutput || _printed[1].Count > _maxOutput;

    // How the call ended; null when it goes on after this time, which is negative for as long as it takes.
    private (WorkerEnd End, byte[] Payload)? Exchange(TimeSpan max)
    {
        while (true)
        {
            SendRest();
            var left = _call.Deadline.Left;
            var wait = max >= TimeSpan.Zero && max < left ? max : left;
            // Output printed before the reply arrives no later than the reply, so this one read gets both.
            var (readable, ended) = Wait(_call.Unsent.Length > 0, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            // A child of the hook may hold the socket, so the worker's exit counts, not only the socket's end.
            var open = (!readable && !ended) || (_frames.Receive() && !ended);
            while (!IsTooMuch && _frames.Take() is { } received)
                if (Answer(received) is { } end)
                    return (end, received.Payload);
            if (IsTooMuch)
                return (WorkerEnd.TooMuch, []);
            if (!open)
                return (WorkerEnd.Died, []);
            // After the read: on a busy machine the reply may be there already.
            if (left <= TimeSpan.Zero && _call.Deadline.HasPassed)
                return (WorkerEnd.TimedOut, []);
            if (max >= TimeSpan.Zero && _call.Ran >= max)
                return null;
        }
    }

    private void SendRest()
    {
        if (_call.Unsent.Length > 0)
            _call.Sent(Math.Max(0, Descriptor.Write(_socket.Ours, _call.Unsent)));
    }

    // How the frame ends the call; null where it does not.
    private WorkerEnd? Answer(Frame frame)
    {
        if (frame.Call != _call.Id)
        {
            TakeLate(frame);
            return null;
        }
        switch (frame.Kind)
        {
            case FrameKind.Reply or FrameKind.Ready:
                return WorkerEnd.Reply;
            case FrameKind.Error or FrameKind.LastError:
                _isUsable = frame.Kind == FrameKind.Error;
                return WorkerEnd.Error;
            case FrameKind.Checking:
                _checked = _call;
                _call.Late ??= new();
                return null;
            default:
                _call.Logged += frame.Payload.Length + LineCost;
                if (Line(frame) is { } line)
                    _call.Log.Add(line);
                return null;
        }
    }

    // A frame that comes after its call's answer: it is counted, and never taken for one of the call under way.
    private void TakeLate(Frame frame)
    {
        _late += frame.Payload.Length + LineCost;
        _isUsable &= _late <= _maxOutput;
        var call = frame.Call == _call.Id ? _call : frame.Call == _checked?.Id ? _checked : null;
        if (frame.Kind == FrameKind.Log && Line(frame) is { } line)
            call?.Late?.Add(line);
        if (frame.Kind != FrameKind.Checked || call != _call)
            return;
        call.IsChecked = true;
        if (frame.Payload.Length == 0)
            return;
        _isUsable = false;
        call.Late?.Add(new(LogLevel.Warning, Encoding.UTF8.GetString(frame.Payload)));
    }

    private void TakePrinted(CallAtWorker call)
    {
        foreach (var printed in _printed)
        {
            printed.Pump();
            foreach (var line in printed.Lines())
                call.Late?.Add(line);
            printed.Forget();
        }
    }

    private static LogLine? Line(Frame frame) =>
        frame.Payload is [var level, .. var text] ? new((LogLevel)level, Encoding.UTF8.GetString(text)) : null;

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

    private ExitStatus? Finish(WorkerEnd end)
    {
        if (end is WorkerEnd.Reply or WorkerEnd.Error)
            return null;
        _isUsable = false;
        if (end == WorkerEnd.Died)
            _child.WaitForExit(TimeSpan.FromSeconds(1));
        // Processes that earlier calls left running on purpose are not killed.
        _child.KillTree(_call.BeganTicks);
        foreach (var printed in _printed)
            printed.Pump();
        return _child.TryReap();
    }
}
