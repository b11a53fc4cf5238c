using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Sandbox.Bitrix24;

[TestClass]
public sealed class Bitrix24CommandTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Sandbox.dll");

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_simulated_portal_prints_its_address_and_keeps_its_file()
    {
        using var folder = new TemporaryFolder();
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        using var http = new HttpClient();
        using var sandbox = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Program, "bitrix24", "--port", "0", "--lenient-webhook", "--portal-file", folder.File("portal.json")])
            { RedirectStandardOutput = true })!;
        await sandbox.StandardOutput.ReadLineAsync(limit.Token);
        var webhook = Regex.Match((await sandbox.StandardOutput.ReadLineAsync(limit.Token))!, "http://.*").Value;

        var answer = await http.GetStringAsync(
            $"{webhook}telephony.externalcall.register.json?USER_PHONE_INNER=101&"
            + "PHONE_NUMBER=%2B12025550777&TYPE=2&CRM_CREATE=1", limit.Token);

        JsonNode.Parse(answer)!["result"]!["CRM_ENTITY_TYPE"]!.GetValue<string>().Should().Be("LEAD");
        sandbox.Kill();
        await sandbox.WaitForExitAsync(limit.Token);
        File.ReadAllText(folder.File("portal.json")).Should().Contain("12025550777");
    }
}
