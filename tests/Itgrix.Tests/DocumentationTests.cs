using System.Text.RegularExpressions;
using Itgrix.Runtime.Cli;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests;

/// <summary>The README is true, and every command in it works.</summary>
[TestClass]
public sealed partial class DocumentationTests
{
    private static readonly string Readme = File.ReadAllText(ProjectFolder.Of("README.md"));

    private static readonly string[] Pages =
    [
        "README.md", "customizations/README.md",
        "php-compat/README.md", "tests/captures/README.md", "tests/asterisk/README.md",
        .. Directory.EnumerateFiles(ProjectFolder.Of("docs"), "*.md").Select(page => $"docs/{Path.GetFileName(page)}"),
    ];

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void The_table_of_hooks_is_the_catalog()
    {
        File.ReadAllText(ProjectFolder.Of("docs", "hooks.md"))
            .Should().Contain($"<!-- made by ./run.sh hooks -->\n{HooksCommand.Table()}<!-- end -->");
    }

    [TestMethod]
    public void The_readme_can_be_read_in_one_sitting()
    {
        Readme.Split('\n').Should().HaveCountLessThan(150);
    }

    [TestMethod]
    public async Task Each_command_of_the_readme_is_one_that_this_test_runs()
    {
        var commands = ShellBlocks().SelectMany(block => block.Split('\n'))
            .Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0);

        commands.Should().Equal(
            "./run.sh",
            "./run.sh test",
            "./run.sh new bitrix24/need_registration",
            "./run.sh hook bitrix24/need_registration < customizations/samples/bitrix24/need_registration.json",
            "./run.sh check",
            "./run.sh replay tests/captures/transfer_attended_keys.ami --crm bitrix24");

        (await File.ReadAllTextAsync(ProjectFolder.Of(".ci", "run"))).Should().Contain("./run.sh test");
    }

    [TestMethod]
    public async Task Without_arguments_calls_run_through_hooks_into_both_CRMs()
    {
        var demo = await Command.Run("");

        demo.ExitCode.Should().Be(0, demo.Errors);
        demo.Output.Should().Contain("from 12025550123  conversation_requested 101")
            .And.MatchRegex("bitrix24/need_registration +php +applied")
            .And.MatchRegex("bitrix24/process_final_params +csx +applied")
            .And.Contain("Bitrix24: telephony.externalcall.finish").And.Contain("Kommo: POST /api/v4/calls")
            .And.MatchRegex(@"6 calls, \d+ hooks run, \d+ requests to the CRMs, 0 of them refused\.");
    }

    [TestMethod]
    public async Task Every_example_runs()
    {
        var examples = await Command.Run("", "examples");

        examples.ExitCode.Should().Be(0, examples.Errors);
        examples.Output.Should().Contain("need_registration.black_list.csx")
            .And.Contain("need_registration.black_list.php");
        examples.Output.Should().NotContain("failed");
    }

    [TestMethod]
    public async Task Help_names_every_command()
    {
        var help = await Command.Run("", "--help");

        help.ExitCode.Should().Be(0);
        foreach (var command in new[]
        {
            "hook CRM/NAME", "check", "new", "hooks", "test", "bench", "replay", "serve", "outbox", "widget",
            "password", "read_call", "connect CRM", "doctor", "setup", "import", "backup", "package",
        })
            help.Output.Should().Contain(command);
    }

    [TestMethod]
    [DataRow("csharp", "csx")]
    [DataRow("php", "php")]
    public async Task The_first_hook_of_the_readme_ignores_a_call_of_its_black_list(string language, string ending)
    {
        const string hook = "bitrix24/need_registration";
        var sample = await File.ReadAllTextAsync(ProjectFolder.Of("customizations", "samples", hook + ".json"));
        var created = await Command.Run(
            "", ["new", hook, "--customizations", _folder.Path, .. ending == "php" ? new[] { "--php" } : []]);
        created.ExitCode.Should().Be(0, created.Errors);
        File.WriteAllText(_folder.File($"{hook}.{ending}"), CodeOf(language));

        var listed = await Command.Run(sample, "hook", hook, "--customizations", _folder.Path);
        var other = await Command.Run(
            sample.Replace("9001234567", "9001234568"), "hook", hook, "--customizations", _folder.Path);

        listed.Output.Should().Contain("\"outcome\":\"applied\",\"data\":{\"result\":false}", listed.Errors);
        other.Output.Should().Contain("\"outcome\":\"applied\",\"data\":{\"result\":true}", other.Errors);
    }

    [TestMethod]
    public void Every_link_of_the_documentation_leads_somewhere()
    {
        foreach (var page in Pages)
            foreach (Match link in Link().Matches(File.ReadAllText(ProjectFolder.Of(page))))
                Path.Exists(ProjectFolder.Of(Path.GetDirectoryName(page)!, link.Groups[1].Value))
                    .Should().BeTrue($"{page} links to {link}");
    }

    private static IEnumerable<string> ShellBlocks() =>
        Block().Matches(Readme).Where(match => match.Groups["code"].Value.Contains("./run.sh"))
            .Select(match => match.Groups["code"].Value);

    private static string CodeOf(string language) =>
        Block().Matches(Readme).Single(match => match.Groups["language"].Value == language).Groups["code"].Value;

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)")]
    private static partial Regex Link();
}
