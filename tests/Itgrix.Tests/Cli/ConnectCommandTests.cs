using System.Diagnostics;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>The connect command, which prints a link and waits until it was used.</summary>
[TestClass]
public sealed class ConnectCommandTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime");

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task It_prints_a_link_tells_of_refusals_and_ends_once_the_CRM_is_connected(string crm)
    {
        await using var run = await ConnectRun.StartAsync(isKommo: crm == "kommo");
        using var command = Process.Start(new ProcessStartInfo(Program, ["connect", crm, "--config", run.Config])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var link = await LinkAsync(command, run.Limit);
        (await command.StandardError.ReadLineAsync(run.Limit)).Should().StartWith("Waiting");

        await run.GetAsync(crm == "kommo" ? new(run.Account.Settings.RedirectUri) : run.Install);
        // A request without a code is no attempt.
        var answer = crm == "kommo" ? run.Account.Allow(link) : run.Portal.Allow(link, run.Install, 1);
        await run.GetAsync(new(answer.AbsoluteUri.Replace("state=", "state=0")));
        var refused = "";
        while (!refused.Contains("link"))
            refused = (await command.StandardError.ReadLineAsync(run.Limit))!;
        await run.GetAsync(answer);
        await command.WaitForExitAsync(run.Limit);

        refused.Should().StartWith("Not connected: ");
        command.ExitCode.Should().Be(0);
        (await command.StandardOutput.ReadToEndAsync(run.Limit)).Should()
            .Contain("is connected to the telephone system");
        var again = await Command.Start(Program, ["connect", crm, "--config", run.Config], [], "/");
        (again.ExitCode, again.Output).Should().Be(
            (0, $"{(crm == "kommo" ? "Kommo" : "Bitrix24")} is connected. --again connects it anew.\n"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Errors_say_what_to_do()
    {
        await using var run = await ConnectRun.StartAsync();

        var unknown = await Command.Start(Program, ["connect", "kommo", "--config", run.Config], [], "/");
        var answer = await Command.Start(
            Program, ["connect", "bitrix24", "--config", run.Config, "--answer", "https://x/?error=access_denied"],
            [], "/");
        await run.Service.StopAsync(run.Limit);
        var stopped = await Command.Start(Program, ["connect", "bitrix24", "--config", run.Config], [], "/");

        (unknown.ExitCode, unknown.Errors).Should().Be((2, "The service has no such account. It has: bitrix24.\n"));
        answer.Errors.Should().Contain("The portal says access_denied");
        stopped.Errors.Should().Contain("Check that it runs with this configuration");
    }

    private static async Task<Uri> LinkAsync(Process command, CancellationToken limit)
    {
        while (await command.StandardOutput.ReadLineAsync(limit) is { } line)
        {
            if (Regex.Match(line, @"^\s+(http\S+)$") is { Success: true } found)
                return new(found.Groups[1].Value);
        }
        throw new AssertFailedException("It printed no link.");
    }
}
