using System.Buffers.Text;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>How long a process was ready to run and got no processor.</summary>
internal static class CpuWait
{
    private const long NanosecondsPerTick = 100;

    /// <summary>The sum over its threads since they started; <c>null</c> where the kernel does not keep it.</summary>
    public static TimeSpan? Read(int process)
    {
        var buffer = new byte[128];
        TimeSpan? sum = null;
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
                if (ProcFile.TryRead($"{thread}/schedstat", ref buffer, out var text) && Waited(text) is { } waited)
                    sum = (sum ?? TimeSpan.Zero) + waited;
        }
        catch (IOException)
        {
            // It has ended.
        }
        return sum;
    }

    // Running, waiting, number of runs.
    private static TimeSpan? Waited(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)' ') is var space and > 0
        && Utf8Parser.TryParse(text[(space + 1)..], out long nanoseconds, out _)
            ? TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick) : null;
}
