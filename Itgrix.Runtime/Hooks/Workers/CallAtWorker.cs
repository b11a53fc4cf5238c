using System.Diagnostics;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>A call of a worker, under way or the last one.</summary>
/// <param name="id">Its frames carry it.</param>
/// <param name="frame">What the worker gets.</param>
/// <param name="limit">Timeout.</param>
/// <param name="waitedForCpu">How long the worker has waited for a processor in all.</param>
internal sealed class CallAtWorker(long id, byte[] frame, TimeSpan limit, Func<TimeSpan?> waitedForCpu)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private CallDeadline? _deadline;
    private List<LogLine>? _log;
    private int _sent;

    public long Id => id;

    public long BeganTicks { get; } = ProcessClock.Now;

    /// <summary>What the worker has not got yet.</summary>
    public ReadOnlySpan<byte> Unsent => frame.AsSpan(_sent);

    public CallDeadline Deadline => _deadline ??= new(limit, _began, waitedForCpu);

    public TimeSpan Ran => Stopwatch.GetElapsedTime(_began);

    public List<LogLine> Log => _log ??= [];

    /// <summary>Bytes of its lines.</summary>
    public long Logged { get; set; }

    /// <summary>What comes after its answer; <c>null</c> where the worker does not check what it left.</summary>
    public LateLines? Late { get; set; }

    public bool IsChecked { get; set; }

    public void Sent(int count) => _sent += count;
}
