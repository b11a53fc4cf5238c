using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>Owner of a file or folder, and who may change it; links are followed.</summary>
/// <param name="Owner">The user id.</param>
internal readonly record struct FileRights(uint Owner, int Mode)
{
    private const int GroupWrites = 0x10, OthersWrite = 0x2, Sticky = 0x200;

    /// <summary>It belongs neither to root nor to the user that the service runs as.</summary>
    public bool IsForeign => Owner != 0 && Owner != Libc.EffectiveUser();

    /// <summary>Its owner's group or everyone may write to it.</summary>
    public bool IsOpen => (Mode & (GroupWrites | OthersWrite)) != 0;

    /// <summary>The sticky bit: only an owner can replace an entry of such a folder, as in /tmp.</summary>
    public bool IsSticky => (Mode & Sticky) != 0;

    /// <summary><c>null</c> when it does not exist, or cannot be checked.</summary>
    public static unsafe FileRights? Read(string path)
    {
        Libc.FileStatus status;
        return Libc.Status(Libc.CurrentDirectory, path, 0, Libc.BasicStatus, &status) == 0
            ? new(status.Owner, status.Mode) : null;
    }

    /// <summary>Whether this user may read a file, or list a folder.</summary>
    public static bool CanRead(string path) =>
        Libc.Access(path, Libc.ReadAccess | (Directory.Exists(path) ? Libc.ExecuteAccess : 0)) == 0;

    /// <summary>Whether this user may change a file, or what is in a folder.</summary>
    public static bool CanWrite(string path) =>
        Libc.Access(path, Libc.WriteAccess | (Directory.Exists(path) ? Libc.ExecuteAccess : 0)) == 0;
}
