using System.Text.Json.Nodes;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>User errors and their messages.</summary>
[TestClass]
public sealed class CommandErrorTests
{
    private const string Hook = "bitrix24/process_client_phone";
    private const string Input = """{"phone": "+79001234567"}""";

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    [DataRow("", "no valid JSON")]
    [DataRow("{\"phone\": ", "no valid JSON")]
    [DataRow("[1, 2]", "it is a list")]
    [DataRow("null", "it is null")]
    public async Task Input_that_is_no_object_fails_the_hook(string input, string words)
    {
        var command = await Command.Run(input, "hook", Hook, "--customizations", _folder.Path);

        command.ExitCode.Should().Be(1);
        var outcome = JsonNode.Parse(command.Output)!;
        ((string?)outcome["outcome"]).Should().Be("failed");
        ((string?)outcome["reason"]).Should().Contain(words);
        command.Errors.Should().Contain(words);
    }

    [TestMethod]
    public async Task A_hook_without_a_file_leaves_the_value_unchanged()
    {
        var command = await Command.Run(Input, "hook", Hook, "--customizations", _folder.Path);

        command.ExitCode.Should().Be(0);
        command.Output.Should()
            .Contain("\"engine\":null,\"outcome\":\"not_customized\",\"data\":{\"phone\":\"+79001234567\"}");
    }

    [TestMethod]
    public async Task A_directory_with_the_name_of_a_hook_is_reported()
    {
        Directory.CreateDirectory(_folder.File("bitrix24/process_client_phone.csx"));

        await Fails("is a directory, not a file");
    }

    [TestMethod]
    [DataRow("csx")]
    [DataRow("php")]
    public async Task A_file_that_cannot_be_read_is_reported(string engine)
    {
        var file = _folder.Write($"bitrix24/process_client_phone.{engine}", "return;");
        File.Delete(file);
        File.CreateSymbolicLink(file, file);

        await Fails("cannot be read", $"process_client_phone.{engine}");
    }

    [TestMethod]
    public async Task A_file_that_only_others_may_read_is_reported()
    {
        // root can read every file, so the program runs as nobody, from a folder that nobody may enter.
        var program = _folder.File("program");
        await Command.Start(
            "cp", ["-r", ProjectFolder.Of("Itgrix.Runtime", "bin", "Release", "net10.0"), program], [], "/");
        var hook = _folder.Write("bitrix24/process_client_phone.php", "<?php return array();");
        await Command.Start("chmod", ["-R", "a+rX", _folder.Path], [], "/");
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        string[] run = ["dotnet", $"{program}/Itgrix.Runtime.dll", "hook", Hook, "--customizations", _folder.Path];
        var command = Environment.UserName == "root"
            ? await Command.Start("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups",
                "env", $"HOME={_folder.File("none")}", $"XDG_CACHE_HOME=/tmp/itgrix-nobody-{Guid.NewGuid():n}", .. run],
                "{\"phone\": \"1\"}"u8.ToArray(), "/")
            : await Unreadable(hook, run);

        command.ExitCode.Should().Be(1, command.Errors);
        command.Output.Should().Contain("cannot be read").And.Contain("denied").And.Contain("{\"phone\":\"1\"}");
    }

    [TestMethod]
    public async Task A_hook_that_does_not_exist_is_answered_with_those_that_may_be_meant()
    {
        var command = await Command.Run(Input, "hook", "bitrix24/client_phone");

        command.ExitCode.Should().Be(2);
        command.Errors.Should().Contain("There is no hook 'bitrix24/client_phone'");
        command.Output.Should().BeEmpty();
    }

    [TestMethod]
    [DataRow(new[] { "hook", Hook, "--timeout", "0" }, "--timeout 0: give seconds")]
    [DataRow(new[] { "hook", Hook, "--timeout", "soon" }, "soon")]
    [DataRow(new[] { "hook", Hook, "--customizations", "/none/such" }, "There is no folder /none/such")]
    [DataRow(new[] { "hook", Hook, "--file", "/none/such.csx" }, "give an existing .csx or .php file")]
    [DataRow(new[] { "hook", Hook, "--config", "/none/such.json" }, "/none/such.json cannot be used")]
    [DataRow(new[] { "hook" }, "Required argument missing")]
    [DataRow(new[] { "check", "/none/such" }, "There is no folder /none/such")]
    [DataRow(new[] { "nonsense" }, "nonsense")]
    public async Task A_command_with_invalid_arguments_names_the_valid_ones(string[] arguments, string words)
    {
        var command = await Command.Run(Input, arguments);

        command.ExitCode.Should().NotBe(0);
        (command.Errors + command.Output).Should().Contain(words);
    }

    [TestMethod]
    public async Task A_template_never_replaces_a_file()
    {
        var file = _folder.Write("bitrix24/process_client_phone.csx", "mine");

        var command = await Command.Run("", "new", Hook, "--customizations", _folder.Path);

        command.ExitCode.Should().Be(2);
        command.Errors.Should().Contain("exists already");
        (await File.ReadAllTextAsync(file)).Should().Be("mine");
    }

    [TestMethod]
    public async Task Check_lists_every_mistake_by_file_line_and_column()
    {
        var script = _folder.Write("bitrix24/process_client_phone.csx", "var a = 1;\nvar b = nothing;\n");
        var php = _folder.Write("kommo/need_registration.php", "<?php\n\nreturn array(;\n");
        _folder.Write("kommo/process_user_phone.php", "<?php return 1;");

        var command = await Command.Run("", "check", _folder.Path);

        command.ExitCode.Should().Be(1);
        command.Output.Should().Contain($"{script}(2,9): error CS0103")
            .And.Contain($"{php}(3,1): error PHP: Parse error")
            .And.Contain("warning ITX005: 'process_user_phone' is a hook of bitrix24 only");
        command.Errors.Should().Contain("3 files").And.Contain("2 errors");
    }

    [TestMethod]
    public async Task Check_finds_nothing_wrong_with_what_is_shipped()
    {
        var command = await Command.Run("", "check");

        command.ExitCode.Should().Be(0, command.Output);
        command.Output.Should().BeEmpty();
    }

    private static async Task<Command> Unreadable(string hook, string[] run)
    {
        File.SetUnixFileMode(hook, UnixFileMode.None);
        return await Command.Start(run[0], run[1..], "{\"phone\": \"1\"}"u8.ToArray(), "/");
    }

    private async Task Fails(params string[] words)
    {
        var command = await Command.Run(Input, "hook", Hook, "--customizations", _folder.Path);

        command.ExitCode.Should().Be(1);
        var outcome = JsonNode.Parse(command.Output)!;
        ((string?)outcome["outcome"]).Should().Be("failed");
        foreach (var word in words)
            ((string?)outcome["reason"]).Should().Contain(word);
        outcome["data"]!.ToJsonString().Should().Contain("79001234567");
    }
}
