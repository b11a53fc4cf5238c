using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// Descriptor 0 of a worker as the input of one call, for what reads past <c>Console.In</c>:
/// <c>Console.OpenStandardInput()</c>, <c>Console.InputEncoding</c>, programs that inherit it.
/// </summary>
internal static class StandardInput
{
    private const int Number = 0;

    private static readonly SafeFileHandle Nothing =
        new(Libc.Open("/dev/null", Libc.CloseOnExec, 0), ownsHandle: true);

    /// <summary>From now on it is this input; without memory for it, none.</summary>
    public static unsafe void Use(ReadOnlySpan<byte> input)
    {
        using var file = new SafeFileHandle(
            Libc.CreateMemoryFile("input", Libc.MemoryFileCloseOnExec), ownsHandle: true);
        if (file.IsInvalid)
            return;
        RandomAccess.Write(file, input, fileOffset: 0);
        _ = Libc.Duplicate(file, Number);
    }

    /// <summary>No other call reads it.</summary>
    public static void Clear() => _ = Libc.Duplicate(Nothing, Number);
}
