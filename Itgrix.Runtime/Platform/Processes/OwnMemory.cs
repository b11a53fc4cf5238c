using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Protects the service's memory, which holds its secrets, from other processes.</summary>
internal static class OwnMemory
{
    /// <summary>
    /// No core dump is written, the runtime's own dumps are empty, and other processes of the same user, such as a
    /// hook, can read neither its memory nor its initial environment. root still can, for a diagnosis.
    /// </summary>
    public static void Protect() => _ = Libc.ProcessControl(Libc.SetDumpable, 0, 0, 0, 0);
}
