using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Sandbox.Pbx;

[TestClass]
public sealed class PbxCommandTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Sandbox.dll");

    [TestMethod]
    public async Task A_manager_client_can_log_in_and_sees_a_call()
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        using var sandbox =
            Start("pbx", "--port", "0", "--secret", "s3", "--fast", "--play", Captures.PathOf("in_busy.ami"));
        var said = await sandbox.StandardOutput.ReadLineAsync(limit.Token);
        using var client = new TcpClient("127.0.0.1", int.Parse(Regex.Match(said!, @":(\d+)").Groups[1].Value));
        using var reader = new StreamReader(client.GetStream());

        await client.GetStream()
            .WriteAsync("Action: Login\nUsername: itgrix\nSecret: s3\nEvents: call\n\n"u8.ToArray(), limit.Token);
        var seen = new List<string>();
        while (!seen.Contains("EventName: LINKEDID_END") && await reader.ReadLineAsync(limit.Token) is { } line)
            seen.Add(line);

        seen.Should().Contain("Message: Authentication accepted").And.Contain("EventName: CHAN_START");
        seen.Should().NotContain("Event: VarSet", "that class was not asked for");
        sandbox.Kill();
        await sandbox.WaitForExitAsync(limit.Token);
    }

    [TestMethod]
    public async Task A_missing_capture_is_named()
    {
        var command = await Command.Start("dotnet", [Program, "pbx", "--play", "none.ami"], [], ProjectFolder.Path);

        command.ExitCode.Should().Be(1);
        command.Errors.Should().Contain("none.ami is not there");
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true })!;
}
