using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Native;
using Itgrix.Runtime.Platform.Processes;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// The service's side of one php-cgi process. FastCGI starts the run and carries PHP's output; the call itself goes
/// in by standard input, the returned value comes back by standard output (php-compat/warm.php), so that hooks and
/// their children see the same streams as in a process of their own.
/// </summary>
internal sealed class PhpWorker : IWorker
{
    // For this long the pipes are not polled: waking up for each of them would double the cost of a quick call.
    private static readonly TimeSpan QuickCall = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(1);

    private readonly ChildProcess _child;
    private readonly Socket _socket;
    private readonly SafeFileHandle _connection;
    private readonly CallPipe _input;
    private readonly OutputEnd[] _ends;
    private readonly CallOutput[] _outputs;
    private readonly FastCgiReply _reply = new();
    private readonly byte[] _request;
    private readonly int _maxOutput;
    private readonly SurvivingDescendants _leftRunning;
    private bool _isUsable = true, _isDue;
    private int _sentAhead;
    private string _mark = "";

    public PhpWorker(
        ChildProcess child, Socket socket, CallPipe input, OutputEnd[] ends, byte[] request, int maxOutput)
    {
        (_child, _socket, _input, _ends, _request, _maxOutput) = (child, socket, input, ends, request, maxOutput);
        _connection = new(socket.Handle, ownsHandle: false);
        Descriptor.MakeNonBlocking(_connection);
        _outputs = [.. ends.Select(end => new CallOutput(end.Ours))];
        _leftRunning = new(child);
        MakeReady();
        // Otherwise php-cgi hangs up on a worker that waits long for its first call.
        _sentAhead = Math.Max(0, Descriptor.Write(_connection, _request.AsSpan(0, FastCgi.BeginLength)));
    }

    // Between calls a worker sends nothing, so any readable event is the end of the connection.
    public bool IsAlive =>
        _isUsable && PollEntry.Wait([Readable(_connection), Readable(_child.PidFd)], TimeSpan.Zero) == 0;

    public long Memory => _child.ResidentMemory();

    /// <summary>Runs one call; the payload is made by <see cref="PhpCall"/>.</summary>
    public WorkerAnswer Call(ReadOnlyMemory<byte> payload, TimeSpan limit)
    {
        var began = Stopwatch.GetTimestamp();
        var beganTicks = ProcessClock.Now;
        var mark = _mark;
        _reply.Clear();
        _input.Begin(PhpCall.ForWorker(payload, mark));
        var end = Exchange(began, limit);
        var status = Finish(end, beganTicks);
        if (end == WorkerEnd.Reply && _outputs.Any(output => output.Count > _maxOutput))
        {
            end = WorkerEnd.TooMuch;
            Retire();
        }
        var reply = WarmReply.Read(_outputs[0].Written, Encoding.ASCII.GetBytes(mark));
        _isDue = reply.WasHeavy;
        return new(end, reply.Returned)
        {
            IsLast = !_isUsable,
            // The file's text comes with the call, so none of it has run.
            IsUnread = end == WorkerEnd.Died && _child.WaitForExit(TimeSpan.Zero) && _input.IsUnread,
            Printed = [.. _reply.Printed(), .. reply.Printed],
            Files = reply.Files,
            Status = status ?? reply.Status,
            StandardError = Encoding.UTF8.GetString(_outputs[1].Written),
            Ran = Stopwatch.GetElapsedTime(began),
        };
    }

    /// <summary>Makes ready for the next call; false where something of the last one is left.</summary>
    public bool Settle(TimeSpan limit)
    {
        if (!_isUsable)
            return false;
        _input.End();
        // Surviving children of a call hold the worker's descriptors: they could write into later calls, and read them.
        if (_isDue || _leftRunning.Any() || TooMuchAtLast())
        {
            Retire();
            return false;
        }
        MakeReady();
        return true;
    }

    public void Dispose()
    {
        _isUsable = false;
        _socket.Dispose();
        _child.Dispose();
        _input.Dispose();
        foreach (var end in _ends)
            end.Dispose();
    }

    private WorkerEnd Exchange(long began, TimeSpan limit)
    {
        var sent = _sentAhead + Math.Max(0, Descriptor.Write(_connection, _request.AsSpan(_sentAhead)));
        _sentAhead = 0;
        for (var hasEnded = false; ;)
        {
            var open = Receive();
            if (_reply.Ended)
                return WorkerEnd.Reply;
            if (!open || hasEnded)
                return WorkerEnd.Died;
            if (_reply.Count > _maxOutput || _outputs.Any(output => output.Count > _maxOutput))
                return WorkerEnd.TooMuch;
            var left = limit - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                return WorkerEnd.TimedOut;
            hasEnded = Wait(sent < _request.Length, Stopwatch.GetElapsedTime(began) > QuickCall, left);
            if (sent < _request.Length)
                sent += Math.Max(0, Descriptor.Write(_connection, _request.AsSpan(sent)));
        }
    }

    // Whether the process has ended.
    private bool Wait(bool sending, bool withOutputs, TimeSpan left)
    {
        Span<PollEntry> entries =
        [
            new((int)_connection.DangerousGetHandle(),
                (short)(PollEntry.Readable | (sending ? PollEntry.Writable : 0))),
            Readable(_child.PidFd),
            _input.Entry,
            withOutputs ? _outputs[0].Entry : default(PollEntry) with { Descriptor = -1 },
            withOutputs ? _outputs[1].Entry : default(PollEntry) with { Descriptor = -1 },
        ];
        PollEntry.Wait(entries, withOutputs || left < QuickCall ? left : QuickCall);
        if (entries[2].Ready)
            _input.Pump();
        for (var i = 0; i < _outputs.Length; i++)
        {
            if (entries[3 + i].Ready)
                _outputs[i].Pump(_maxOutput);
        }
        return entries[1].Ready;
    }

    private static PollEntry Readable(SafeFileHandle handle) =>
        new((int)handle.DangerousGetHandle(), PollEntry.Readable);

    // False when the worker closed its end.
    private bool Receive()
    {
        while (_reply.Count <= _maxOutput && !_reply.Ended)
        {
            var read = Descriptor.Read(_connection, _reply.Free);
            if (read <= 0)
                return read == Descriptor.WouldBlock;
            _reply.Take(read);
        }
        return true;
    }

    /// <summary>How the process ended, if it did.</summary>
    private ExitStatus? Finish(WorkerEnd end, long beganTicks)
    {
        // A worker that exits has a status; one that only closed its connection on an unread call has none.
        if (end == WorkerEnd.Died && !_input.IsUnread)
            _child.WaitForExit(ExitTimeout);
        if (end != WorkerEnd.Reply)
        {
            _isUsable = false;
            _child.KillTree(beganTicks);
        }
        if (end == WorkerEnd.Died)
            _child.WaitForExit(ExitTimeout);
        foreach (var output in _outputs)
            output.Pump(_maxOutput);
        if (end != WorkerEnd.Reply)
            return _child.TryReap();
        return null;
    }

    // Ahead of the call, which waits for none of it.
    private void MakeReady()
    {
        foreach (var output in _outputs)
        {
            output.Pump(_maxOutput);
            output.Clear();
        }
        foreach (var output in _ends)
            output.MakeBlocking();
        _input.MakeReady();
        _mark = Guid.NewGuid().ToString("N");
    }

    private bool TooMuchAtLast() => _outputs.Any(output => output.Count > _maxOutput || output.IsClosed);

    // Alone, not with its tree: a hook may start something that outlives its call.
    private void Retire()
    {
        _isUsable = false;
        _child.Kill();
        _child.WaitForExit(ExitTimeout);
        _child.TryReap();
    }
}
