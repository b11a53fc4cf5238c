using System.IO.Compression;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

[TestClass]
public sealed class WidgetCommandTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task The_widget_archive_is_written_to_the_given_file()
    {
        var file = _folder.File("new/widget.zip");

        var made = await Command.Run("", "widget", file);

        made.ExitCode.Should().Be(0, made.Errors);
        made.Output.Should().Be($"{file}\n");
        using var zip = ZipFile.OpenRead(file);
        zip.GetEntry("script.js").Should().NotBeNull();
    }

    [TestMethod]
    public async Task A_widget_archive_that_cannot_be_written_is_an_error()
    {
        var made = await Command.Run("", "widget", _folder.Path);

        made.ExitCode.Should().Be(2);
        made.Errors.Should().StartWith($"{_folder.Path} cannot be written: ");
    }

    [TestMethod]
    public async Task A_widgets_password_hash_fits_the_password_and_does_not_contain_it()
    {
        var made = await Command.Run("correct horse\n", "password");

        made.ExitCode.Should().Be(0, made.Errors);
        PasswordHash.Parse(made.Output.TrimEnd())!.Fits("correct horse").Should().BeTrue();
        (made.Output + made.Errors).Should().NotContain("horse");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("short\n")]
    [DataRow("\ttab and more\n")]
    public async Task An_invalid_password_is_refused(string input)
    {
        var made = await Command.Run(input, "password");

        made.ExitCode.Should().Be(2);
        made.Errors.Should().StartWith("That is no password: give one line of 8 to 1000 characters.");
    }
}
