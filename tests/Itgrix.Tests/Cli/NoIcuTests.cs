using System.Text.Json.Nodes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>A machine without ICU: its libraries are hidden, in the command's own mount namespace.</summary>
[TestClass]
public sealed class NoIcuTests
{
    private const string WithoutIcu =
        "for file in /usr/lib*/libicu*.so.* /usr/lib/*/libicu*.so.*; do [ ! -e \"$file\" ] || mount "
            + "--bind /dev/null \"$file\" || exit 99; done; exec \"$@\"";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime.dll");

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task Scripts_run_with_the_invariant_culture_and_a_warning_names_the_package()
    {
        _folder.Write("bitrix24/process_client_phone.csx", """
            using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;
            return Success(In.Phone + " " + 1.5);
            """);

        var check = await Run("", "check", _folder.Path);
        var hook = await Run(
            "{\"phone\": \"1\"}", "hook", "bitrix24/process_client_phone", "--customizations", _folder.Path);

        check.ExitCode.Should().Be(0, check.Errors);
        check.Output.Should().Contain("warning ITX007").And.Contain("apt-get install '^libicu[0-9]+$'");
        hook.ExitCode.Should().Be(0, hook.Errors);
        ((string?)JsonNode.Parse(hook.Output)!["data"]!["phone"]).Should().Be("1 1.5");
        hook.Errors.Should().Contain("apt-get install '^libicu[0-9]+$'");
    }

    private static async Task<Command> Run(string input, params string[] arguments)
    {
        if (Environment.UserName != "root")
            Assert.Inconclusive("Only root can cover files of the system.");
        var command = await Command.Start("unshare",
            ["--mount", "sh", "-c", WithoutIcu, "sh", "dotnet", Program, .. arguments],
            System.Text.Encoding.UTF8.GetBytes(input), ProjectFolder.Path);
        if (command.ExitCode == 99)
            Assert.Inconclusive($"No view of the file system of its own can be had: {command.Errors}");
        return command;
    }
}
