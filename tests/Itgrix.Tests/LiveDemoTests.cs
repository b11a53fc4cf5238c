using System.Diagnostics;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests;

/// <summary>The demo's output. Its speed is measured by <c>./run.sh bench demo</c>.</summary>
[TestClass]
public sealed partial class LiveDemoTests
{
    [TestMethod, Timeout(2 * TestTimeout.Milliseconds)]
    public async Task Calls_run_through_hooks_in_the_demo_on_a_built_tree()
    {
        (await Command.Run("", "hooks")).ExitCode.Should().Be(0, "it is built");
        using var demo = Process.Start(new ProcessStartInfo(ProjectFolder.Of("run.sh"))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        demo.BeginErrorReadLine();

        var line = await demo.StandardOutput.ReadLineAsync();
        while (line?.Contains(" applied", StringComparison.Ordinal) == false)
            line = await demo.StandardOutput.ReadLineAsync();
        demo.Kill(entireProcessTree: true);
        await demo.WaitForExitAsync();

        line.Should().NotBeNull("a hook runs");
    }

    [TestMethod, Timeout(300_000)]
    public async Task The_demo_shows_one_call_after_the_other_and_no_hook_that_fails()
    {
        var demo = await Command.Start(
            "env", [$"ITGRIX_HOME={ProjectFolder.Path}", Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime"),
                "demo"],
            [], ProjectFolder.Path);

        demo.ExitCode.Should().Be(0, demo.Errors);
        demo.Errors.Should().BeEmpty();
        var outcomes = HookLine().Matches(demo.Output).Select(line => line.Groups["outcome"].Value).ToList();
        outcomes.Should().HaveCountGreaterThan(10)
            .And.OnlyContain(outcome => outcome == "applied" || outcome == "cancelled");
        var calls = CallNumber().Matches(demo.Output).Select(line => int.Parse(line.Groups["number"].Value)).ToList();
        calls.Should().BeInAscendingOrder().And.Contain(6, "a call's lines stand together");
        demo.Output.Split('\n').Where(line => line.Contains("Bitrix24: ") || line.Contains("Kommo: "))
            .Where(line => !line.Contains("http://")).Should().OnlyContain(line => line.StartsWith('#'));
    }

    [GeneratedRegex("^#[0-9]+ +(bitrix24|kommo)/[a-z_]+ +(csx|php) +(?<outcome>[a-z]+)", RegexOptions.Multiline)]
    private static partial Regex HookLine();

    [GeneratedRegex("^#(?<number>[0-9]+) ", RegexOptions.Multiline)]
    private static partial Regex CallNumber();
}
