using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>Checks whether any process holds a file open for writing, perhaps in the middle of saving it.</summary>
internal static class FileWriters
{
    /// <summary>Whether there is a writer; false also where that is unknown.</summary>
    public static bool Test(string path) => Find(path) == true;

    /// <summary>
    /// The kernel refuses a read lease while there is a writer. <c>null</c> where it does not say: on file systems
    /// without leases, and for files of other users unless the service has CAP_LEASE.
    /// </summary>
    public static bool? Find(string path)
    {
        var descriptor = Libc.Open(path, Libc.CloseOnExec | Libc.NonBlocking, 0);
        if (descriptor < 0)
            return false;

        using var file = new SafeFileHandle(descriptor, ownsHandle: true);

        // A process that opens the file during our lease makes the kernel signal us: SIGIO, which would end the
        // service, unless we choose a signal that is ignored by default.
        if (Libc.Control(file, Libc.SetSignal, Libc.UrgentSignal) != 0)
            return null;
        if (Libc.Control(file, Libc.SetLease, Libc.ReadLease) != 0)
            return Marshal.GetLastPInvokeError() == Errno.WouldBlock ? true : null;

        _ = Libc.Control(file, Libc.SetLease, Libc.NoLease);
        return false;
    }
}
