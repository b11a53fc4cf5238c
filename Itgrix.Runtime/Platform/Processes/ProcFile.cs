using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Reads small files of /proc without an exception for each process that ends in the meantime.</summary>
internal static class ProcFile
{
    /// <summary>Reads the whole file into the buffer, which grows as needed; false when it cannot be read.</summary>
    public static bool TryRead(string path, ref byte[] buffer, out ReadOnlySpan<byte> content)
    {
        content = [];
        var descriptor = Libc.Open(path, Libc.CloseOnExec, 0);
        if (descriptor < 0)
            return false;

        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            if (!TryRead(file, buffer.AsSpan(length), out var count))
                return false;
            length += count;
            content = buffer.AsSpan(0, length);
            if (count == 0)
                return true;
        }
    }

    // ESRCH: the process ended between open and read.
    private static unsafe bool TryRead(SafeFileHandle file, Span<byte> rest, out int count)
    {
        fixed (byte* start = rest)
            count = (int)Libc.Read(file, start, (nuint)rest.Length);
        return count >= 0;
    }
}
