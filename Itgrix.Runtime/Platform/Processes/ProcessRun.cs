using System.Diagnostics;
using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>One run of a program, on one thread: poll, pump, and decide when it is finished.</summary>
internal sealed class ProcessRun(
    ProcessSpec spec,
    IReadOnlyDictionary<int, ReadOnlyMemory<byte>> inputs,
    IReadOnlyDictionary<int, int> outputs,
    TimeSpan limit)
{
    // A descendant may hold an output open forever; what the program itself wrote is complete when it has ended.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<RunPipe> _pipes = [];

    public ProcessResult Execute(CancellationToken token)
    {
        using var child = ChildProcess.Start(spec with { Streams = Streams() });
        OpenPipes(child);

        // The loop sees the end of the program and then checks the token; no descriptor of our own has to wake it.
        using var cancellation = token.Register(child.Kill);
        var ended = PumpUntilEnd(child);
        var isDone = ended && !child.WaitForExit(TimeSpan.Zero);
        if (isDone)
        {
            child.Kill();
            child.WaitForExit(EndLimit);
        }
        if (ended && !token.IsCancellationRequested)
            Drain();

        var interrupted = !ended || Overflowed is not null || token.IsCancellationRequested;
        var leftBehind = 0;
        if (interrupted)
            child.KillTree();
        else
            leftBehind = child.CountDescendants();

        token.ThrowIfCancellationRequested();
        if (interrupted)
            Drain();

        var status = child.TryReap() ?? ExitStatus.Unknown;
        var result = new ProcessResult
        {
            Status = isDone ? new(0, null) : status,
            TimedOut = !ended && Overflowed is null,
            OverflowedFd = Overflowed?.Number,
            RequestIsUnread = _pipes.OfType<InputPipe>()
                .Any(pipe => pipe.Number == spec.RequestInput && pipe.IsUnread),
            Outputs = _pipes.OfType<OutputPipe>().ToDictionary(pipe => pipe.Number, pipe => pipe.ToArray()),
            Elapsed = Stopwatch.GetElapsedTime(_started),
            LeftBehind = leftBehind,
        };
        Orphans.Reap();
        return result;
    }

    private bool IsDone => spec.DoneOutput is { } number && _pipes.OfType<OutputPipe>().Any(
        pipe => pipe.Number == number && pipe is { IsOpen: false, Count: > 0 });

    private OutputPipe? Overflowed => _pipes.OfType<OutputPipe>().FirstOrDefault(pipe => pipe.Overflowed);

    private Dictionary<int, ChildStream> Streams()
    {
        var streams = new Dictionary<int, ChildStream>(spec.Streams)
        {
            [0] = ChildStream.Reads,
            [1] = ChildStream.Writes,
            [2] = ChildStream.Writes,
        };
        foreach (var number in inputs.Keys)
            streams[number] = ChildStream.Reads;
        foreach (var number in outputs.Keys)
            streams[number] = ChildStream.Writes;
        return streams;
    }

    private void OpenPipes(ChildProcess child)
    {
        foreach (var number in inputs.Keys.Append(0).Distinct())
            _pipes.Add(new InputPipe(number, child.Pipes[number], inputs.GetValueOrDefault(number),
                staysOpen: number == spec.RequestInput));
        foreach (var number in outputs.Keys.Append(1).Append(2).Distinct())
        {
            var cap = outputs.GetValueOrDefault(number, ProcessRunner.DefaultCap);
            _pipes.Add(new OutputPipe(number, child.Pipes[number], cap));
        }
    }

    /// <summary>True when the program ended by itself, or is done; false on timeout and on overflow.</summary>
    private bool PumpUntilEnd(ChildProcess child)
    {
        while (Overflowed is null)
        {
            var left = limit - Stopwatch.GetElapsedTime(_started);
            if (limit >= TimeSpan.Zero && left <= TimeSpan.Zero)
                return child.WaitForExit(TimeSpan.Zero);

            var open = _pipes.Where(pipe => pipe.IsOpen).ToList();
            var ended = new PollEntry((int)child.PidFd.DangerousGetHandle(), PollEntry.Readable);
            PollEntry[] entries = [.. open.Select(pipe => pipe.Entry), ended];
            PollEntry.Wait(entries, limit < TimeSpan.Zero ? limit : left);
            for (var i = 0; i < open.Count; i++)
            {
                if (entries[i].Ready)
                    open[i].Pump();
            }

            if (entries[^1].Ready || IsDone)
                return true;
        }

        return false;
    }

    private void Drain()
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var pipe in _pipes.OfType<OutputPipe>())
        {
            while (pipe.IsOpen && Stopwatch.GetElapsedTime(started) < DrainLimit && pipe.Pump())
            {
            }
        }
    }
}
