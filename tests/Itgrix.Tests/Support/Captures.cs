using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>Captured sessions of a real Asterisk, in <c>tests/captures</c>.</summary>
internal static class Captures
{
    public static string Folder { get; } = ProjectFolder.Of("tests", "captures");

    /// <summary>The <c>.ami</c> files, by their path in the folder.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Directory
        .EnumerateFiles(Folder, "*.ami", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file)).Order()];

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));
}
