namespace Itgrix.Runtime.Platform.Native;

/// <summary>The error numbers that this runtime distinguishes; the same on x64 and arm64 Linux.</summary>
internal static class Errno
{
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int TooManyArguments = 7;
    public const int NotExecutable = 8;
    public const int WouldBlock = 11;
    public const int NoMemory = 12;
    public const int NoAccess = 13;
    public const int NotDirectory = 20;
    public const int TooManyFilesInSystem = 23;
    public const int TooManyFiles = 24;
    public const int FileBusy = 26;
    public const int NoSpace = 28;
    public const int BrokenPipe = 32;
    public const int NotImplemented = 38;
    public const int ConnectionReset = 104;
}
