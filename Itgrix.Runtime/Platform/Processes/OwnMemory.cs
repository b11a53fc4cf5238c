using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Keeps the service's memory, in which its secrets are, to itself.</summary>
internal static class OwnMemory
{
    /// <summary>
    /// No core dump is written, the runtime's own dumps get nothing, and other processes of the same user, such as a
    /// hook, see neither its memory nor the environment it was started with. root still does, for a diagnosis.
    /// </summary>
    public static void Protect() => _ = Libc.ProcessControl(Libc.SetDumpable, 0, 0, 0, 0);
}
