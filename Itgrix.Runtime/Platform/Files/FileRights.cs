using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>Owner of a file or folder, and who may change it; links are followed.</summary>
/// <param name="Owner">The user id.</param>
/// <param name="Group">The group id.</param>
internal readonly record struct FileRights(uint Owner, uint Group, int Mode)
{
    /// <summary>The group of the people who may change what the service runs.</summary>
    public const string AdminGroup = "itgrix-admin";


    private const int GroupWrites = 0x10, OthersWrite = 0x2, Sticky = 0x200;

    private static readonly Lazy<uint?> Admins = new(() => GroupIn("/etc/group", AdminGroup));

    /// <summary>It belongs neither to root nor to the user that the service runs as.</summary>
    public bool IsForeign => Owner != 0 && Owner != Libc.EffectiveUser();

    /// <summary>Everyone, or a group other than that of the administrators, may write to it.</summary>
    public bool IsOpen => (Mode & OthersWrite) != 0
        || ((Mode & GroupWrites) != 0 && Group != Admins.Value);

    /// <summary>The sticky bit: only an owner can replace an entry of such a folder, as in /tmp.</summary>
    public bool IsSticky => (Mode & Sticky) != 0;

    /// <summary><c>null</c> when it does not exist, or cannot be checked.</summary>
    public static unsafe FileRights? Read(string path)
    {
        Libc.FileStatus status;
        return Libc.Status(Libc.CurrentDirectory, path, 0, Libc.BasicStatus, &status) == 0
            ? new(status.Owner, status.Group, status.Mode) : null;
    }

    /// <summary>The id of a group; <c>null</c> when there is none of that name.</summary>
    /// <param name="file">The system's list of groups.</param>
    public static uint? GroupIn(string file, string name) => !File.Exists(file) ? null
        : File.ReadLines(file).Select(line => line.Split(':'))
            .Where(fields => fields.Length > 2 && fields[0] == name && uint.TryParse(fields[2], out _))
            .Select(fields => (uint?)uint.Parse(fields[2], CultureInfo.InvariantCulture)).FirstOrDefault();

    /// <summary>As root, gives a file to the owner and group of its folder.</summary>
    public static void GiveToFolder(string path)
    {
        if (Libc.EffectiveUser() == 0 && Read(Path.GetDirectoryName(path)!) is { } folder)
            _ = Libc.ChangeOwner(path, folder.Owner, folder.Group);
    }

    /// <summary>Whether this user may read a file, or list a folder.</summary>
    public static bool CanRead(string path) =>
        Libc.Access(path, Libc.ReadAccess | (Directory.Exists(path) ? Libc.ExecuteAccess : 0)) == 0;

    /// <summary>Whether this user may change a file, or what is in a folder.</summary>
    public static bool CanWrite(string path) =>
        Libc.Access(path, Libc.WriteAccess | (Directory.Exists(path) ? Libc.ExecuteAccess : 0)) == 0;
}
