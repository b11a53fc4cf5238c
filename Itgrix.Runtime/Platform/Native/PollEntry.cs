using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Itgrix.Runtime.Platform.Native;

/// <summary>One descriptor to wait for: struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry(int descriptor, short events)
{
    public const short Readable = 1;
    public const short Writable = 4;

    public int Descriptor = descriptor;
    public short Events = events;
    public short Seen;

    /// <summary>The descriptor has events, a hang-up and an error included.</summary>
    public readonly bool Ready => Seen != 0;

    /// <summary>Waits for a ready entry, up to the timeout (negative: forever); returns how many are ready.</summary>
    public static unsafe int Wait(Span<PollEntry> entries, TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        fixed (PollEntry* first = entries)
        {
            while (true)
            {
                var ready = Libc.Poll(first, (nuint)entries.Length, Milliseconds(limit, started));
                if (ready >= 0)
                    return ready;

                var errno = Marshal.GetLastPInvokeError();
                if (errno != Errno.Interrupted)
                    throw new IOException($"poll failed: {Marshal.GetPInvokeErrorMessage(errno)}");
            }
        }
    }

    // Rounded up: waking too early would only spin.
    private static int Milliseconds(TimeSpan limit, long started) => limit < TimeSpan.Zero
        ? -1
        : (int)Math.Clamp(Math.Ceiling((limit - Stopwatch.GetElapsedTime(started)).TotalMilliseconds), 0, int.MaxValue);
}
