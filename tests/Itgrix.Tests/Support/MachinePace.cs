using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Itgrix.Tests.Support;

/// <summary>
/// Watches whether the machine stands still, as one under load or a paused virtual one does: programs that play a call
/// by the clock are then late, and what they play is another call.
/// </summary>
internal sealed partial class MachinePace : IDisposable
{
    private const int RoundRobin = 2;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50), Standstill = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _watch;
    private long _longest;

    public MachinePace()
    {
        _watch = new(Watch) { IsBackground = true, Name = "machine pace" };
        _watch.Start();
    }

    /// <summary>Whether it stood still so far.</summary>
    public bool StoodStill => TimeSpan.FromTicks(Volatile.Read(ref _longest)) > Standstill;

    public void Dispose()
    {
        _end.Set();
        _watch.Join();
        _end.Dispose();
    }

    private void Watch()
    {
        // Before all other programs, as the phones are, where the user may have that: else it reports its own delays.
        _ = SetScheduler(thread: 0, RoundRobin, priority: 1);
        var last = Stopwatch.GetTimestamp();
        while (!_end.Wait(Step))
        {
            var now = Stopwatch.GetTimestamp();
            _longest = Math.Max(_longest, (Stopwatch.GetElapsedTime(last, now) - Step).Ticks);
            last = now;
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, in int priority);
}
