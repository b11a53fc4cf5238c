using System.Diagnostics;
using Itgrix.Tests.Support;

namespace Itgrix.Tests;

/// <summary>What somebody sees who tries Itgrix. How soon, <c>./run.sh bench demo</c> measures.</summary>
[TestClass]
public sealed class LiveDemoTests
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
}
