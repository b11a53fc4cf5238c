namespace Itgrix.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
internal static class ProjectFolder
{
    public static string Path { get; } = Find();

    public static string Of(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "itgrix.sln")))
            folder = Directory.GetParent(folder)?.FullName
                ?? throw new InvalidOperationException("itgrix.sln is not above the tests.");
        return folder;
    }
}
