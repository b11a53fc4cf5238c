using System.Diagnostics;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Sandbox.Kommo;

[TestClass]
public sealed class KommoCommandTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Sandbox.dll");

    [TestMethod]
    [Timeout(TestTimeout.Milliseconds)]
    public async Task A_process_of_its_own_serves_an_account()
    {
        using var folder = new TemporaryFolder();
        using var sandbox = Process.Start(
            new ProcessStartInfo("dotnet", [Program, "kommo", "--port", "0", "--lacks-phone-field"])
            { RedirectStandardOutput = true })!;
        try
        {
            (await sandbox.StandardOutput.ReadLineAsync()).Should().StartWith("Kommo, simulated, at http://127.0.0.1:");
            var address = Regex.Match((await sandbox.StandardOutput.ReadLineAsync())!, "Account: (.+)").Groups[1].Value;
            var token = Regex.Match((await sandbox.StandardOutput.ReadLineAsync())!, ": (.+)").Groups[1].Value;
            await using var client = new KommoApiClient(
                new() { Account = new(address), LongLivedToken = new(token) },
                new FileTokenStore(folder.File("tokens")), TimeProvider.System);

            (await new KommoApi(client).UsersAsync(default)).Should().HaveCount(3);
            (await new KommoApi(client).PhoneFieldAsync(default)).Should().BeNull();
        }
        finally
        {
            sandbox.Kill();
            await sandbox.WaitForExitAsync();
        }
    }

    [TestMethod]
    [Timeout(TestTimeout.Milliseconds)]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var lab = await KommoLab.StartAsync();

        var command = await Command.Start(
            "dotnet", [Program, "kommo", "--port", $"{lab.Sandbox.Address.Port}"], [], ProjectFolder.Path);

        command.ExitCode.Should().Be(1);
        command.Errors.Should().Contain($"{lab.Sandbox.Address.Port}");
    }
}
