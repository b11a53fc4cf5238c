using System.Text;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Processes;

/// <summary>Why hooks do not run by CliWrap: what the page of the processes says is so.</summary>
[TestClass]
public sealed partial class RunnerContractTests
{
    private static readonly TrustedProgram Sh = new("sh", "Install dash.");

    private readonly Shell _shell = new();

    [TestCleanup]
    public void Clean()
    {
        _shell.KillSurvivors();
        Orphans.Reap();
    }

    [TestMethod]
    public async Task A_held_output_keeps_CliWrap_waiting_for_a_program_that_has_ended()
    {
        var run = () => RunAsync("setsid sleep 3600 & echo done", TimeSpan.FromSeconds(1), CancellationToken.None);

        await run.Should().ThrowAsync<TrustedProgramException>().WithMessage("*did not end within 1 s*");
    }

    [TestMethod]
    public async Task An_orphan_outlives_what_CliWrap_kills()
    {
        using var cancellation = new CancellationTokenSource();
        var run = RunAsync("(setsid sleep 3600 &); sleep 3600; true", Shell.Long, cancellation.Token);
        Shell.Until(
            () => _shell.Survivors() is { Count: 2 } both && both.Count(IsOrphan) == 1, "the orphan is adopted");

        await cancellation.CancelAsync();

        await run.Invoking(r => r).Should().ThrowAsync<OperationCanceledException>();
        Shell.Until(() => _shell.Survivors().Count(id => !IsOrphan(id)) == 0, "the child is dead");
        _shell.Survivors().Should().ContainSingle();
    }

    [TestMethod]
    public async Task A_broken_pipe_is_an_error_message_by_CliWrap()
    {
        var result = await RunAsync("yes | head -n 1", Shell.Long, CancellationToken.None);

        Encoding.UTF8.GetString(result.Errors).Should().Contain("Broken pipe");
    }

    [TestMethod]
    [DataRow("kill -SEGV $$")]
    [DataRow("exit 139")]
    public async Task A_signal_and_an_exit_code_are_one_by_CliWrap(string script)
    {
        var result = await RunAsync(script, Shell.Long, CancellationToken.None);

        result.ExitCode.Should().Be(139);
    }

    [TestMethod]
    public void Every_test_that_the_page_names_is_there()
    {
        var page = File.ReadAllText(ProjectFolder.Of("Itgrix.Runtime", "Platform", "Processes", "README.md"));
        var tests = typeof(RunnerContractTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods()).Select(method => method.Name).ToHashSet();

        var named = TestName().Matches(page).Select(match => match.Value).ToList();

        named.Should().HaveCountGreaterThan(8).And.BeSubsetOf(tests);
    }

    private Task<TrustedResult> RunAsync(string script, TimeSpan timeout, CancellationToken token) =>
        Sh.RunAsync(["-c", _shell.Marked(script)], [], timeout, token);

    private static bool IsOrphan(int id) => ProcessEntry.Find(id)?.Parent == Environment.ProcessId;

    [GeneratedRegex(@"\b\w+?_\w+_\w+\b")]
    private static partial Regex TestName();
}
