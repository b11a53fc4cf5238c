using System.Runtime.InteropServices;

namespace Itgrix.Runtime.Platform.Native;

internal static unsafe partial class Libc
{
    public const int SignalKill = 9;
    public const int DoNotHang = 1;
    public const int AnyChild = 0;
    public const int Exited = 4;
    public const int LeaveWaitable = 0x01000000;
    public const int BootTime = 7;
    public const int SetDumpable = 4;
    public const int SetChildSubreaper = 36;
    public const int LimitData = 2;
    public const int LimitCore = 4;
    public const int LimitProcesses = 6;

    private const int PidFdSendSignalNumber = 424;
    private const int PidFdOpenNumber = 434;

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport(Library, EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitFor(int process, int* status, int options);

    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitForAny(int kind, uint id, SignalInfo* found, int options);

    [LibraryImport(Library, EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport(Library, EntryPoint = "prlimit", SetLastError = true)]
    public static partial int SetLimit(int process, int resource, ResourceLimit* value, ResourceLimit* old);

    [LibraryImport(Library, EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int GetTime(int clock, TimeSpec* time);

    /// <summary>A pidfd: refers to exactly this process and is readable once it has ended; -1 on failure.</summary>
    public static int PidFdOpen(int process) => (int)SystemCall(PidFdOpenNumber, process, 0, 0, 0);

    public static int PidFdSend(SafeHandle pidFd, int signal)
    {
        var held = false;
        try
        {
            pidFd.DangerousAddRef(ref held);
            return (int)SystemCall(PidFdSendSignalNumber, pidFd.DangerousGetHandle(), signal, 0, 0);
        }
        finally
        {
            if (held)
                pidFd.DangerousRelease();
        }
    }

    // glibc wraps both pidfd calls only since 2.36.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint a, nint b, nint c, nint d);

    /// <summary>struct rlimit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ResourceLimit(ulong value)
    {
        public ulong Soft = value;
        public ulong Hard = value;
    }

    /// <summary>The head of siginfo_t, of 128 bytes; the process is 0 when waitid found none.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    public struct SignalInfo
    {
        [FieldOffset(16)]
        public int Process;
    }

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
