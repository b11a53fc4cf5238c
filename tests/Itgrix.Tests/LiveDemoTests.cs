using System.Diagnostics;
using Itgrix.Tests.Support;

namespace Itgrix.Tests;

/// <summary>What somebody sees who tries Itgrix, on a machine that does nothing else meanwhile.</summary>
[TestClass]
public sealed class LiveDemoTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [TestMethod, Timeout(300_000)]
    public async Task Calls_run_through_hooks_within_ten_seconds_on_a_built_tree()
    {
        (await Command.Run("", "hooks")).ExitCode.Should().Be(0, "it is built");
        var began = Stopwatch.GetTimestamp();
        using var demo = Process.Start(new ProcessStartInfo(ProjectFolder.Of("run.sh"))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        demo.BeginErrorReadLine();

        var line = await demo.StandardOutput.ReadLineAsync();
        while (line?.Contains(" applied", StringComparison.Ordinal) == false)
            line = await demo.StandardOutput.ReadLineAsync();
        var took = Stopwatch.GetElapsedTime(began);
        demo.Kill(entireProcessTree: true);
        await demo.WaitForExitAsync();

        line.Should().NotBeNull("a hook runs");
        took.Should().BeLessThan(Patience);
    }
}
