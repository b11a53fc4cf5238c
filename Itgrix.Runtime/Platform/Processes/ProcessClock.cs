using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>The clock by which Linux dates the start of a process: hundredths of a second since boot.</summary>
internal static class ProcessClock
{
    private const long TicksPerSecond = 100;
    private const long NanosecondsPerTick = 1_000_000_000 / TicksPerSecond;

    /// <summary>
    /// Rounded down as the kernel does, so a process started from now on never carries a smaller number; one started
    /// up to 10 ms before may carry the same.
    /// </summary>
    public static unsafe long Now
    {
        get
        {
            Libc.TimeSpec time;
            _ = Libc.GetTime(Libc.BootTime, &time);
            return (time.Seconds * TicksPerSecond) + (time.Nanoseconds / NanosecondsPerTick);
        }
    }
}
