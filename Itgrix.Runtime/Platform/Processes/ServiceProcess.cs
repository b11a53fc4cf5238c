using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Prepares the service's own process before it starts its first child.</summary>
internal static class ServiceProcess
{
    private const int LastStandardDescriptor = 2;

    public static void Prepare()
    {
        // As the subreaper the service adopts the orphans of its trees instead of init, so it can see and reap them.
        _ = Libc.ProcessControl(Libc.SetChildSubreaper, 1, 0, 0, 0);
        KeepInheritedDescriptors();
    }

    // .NET opens everything close-on-exec; descriptors that the service itself inherited would reach every child.
    private static void KeepInheritedDescriptors()
    {
        foreach (var path in Directory.EnumerateFiles("/proc/self/fd"))
        {
            var number = int.Parse(Path.GetFileName(path.AsSpan()), CultureInfo.InvariantCulture);
            using var descriptor = new SafeFileHandle(number, ownsHandle: false);
            if (number > LastStandardDescriptor)
                _ = Libc.Control(descriptor, Libc.SetDescriptorFlags, Libc.CloseOnExecFlag);
        }
    }
}
