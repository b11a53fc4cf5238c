using Itgrix.Tests.Support;

namespace Itgrix.Tests;

/// <summary>Source files are short, and so are their lines.</summary>
[TestClass]
public sealed class SourceLineTests
{
    // A few lines are longer, mostly of raw literals that are compared as they are; they must not become more.
    private const int MaxLength = 120, MaxLongerLines = 7, MaxLines = 400;

    [TestMethod]
    public void Lines_of_code_have_at_most_the_maximum_length() =>
        Files().SelectMany(file => File.ReadLines(file).Where(line => line.Length > MaxLength)
            .Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"))
            .Should().HaveCountLessThanOrEqualTo(MaxLongerLines);

    [TestMethod]
    public void Source_files_have_at_most_the_maximum_of_lines() =>
        Files().Where(file => File.ReadLines(file).Count() > MaxLines).Should().BeEmpty();

    private static IEnumerable<string> Files() => Directory.EnumerateDirectories(ProjectFolder.Path, "Itgrix.*")
        .Append(ProjectFolder.Of("tests"))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/") && !file.Contains("/bin/"));
}
