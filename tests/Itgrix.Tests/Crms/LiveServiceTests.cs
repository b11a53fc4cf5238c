using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

/// <summary>A real Asterisk, the service's process and both simulated CRMs, together.</summary>
[TestClass]
public sealed class LiveServiceTests
{
    private const string Token = "a-token-for-everything-here";

    private readonly CancellationTokenSource _limit = new(2 * TestTimeout.Value);
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    [TestCleanup]
    public void Clean()
    {
        _http.Dispose();
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    public async Task A_click_rings_connects_and_is_recorded_and_a_clients_call_finds_its_employee()
    {
        await using var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, _limit.Token);
        await using var portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false }, _limit.Token);
        await using var account = await KommoSandbox.StartAsync(AccountSettings.WithoutLimit, _limit.Token);
        using var service = new RunningService(Config(asterisk, portal, account));
        await service.StartAsync(_limit.Token);
        await asterisk.Cli(
            $"dialplan set global ITGRIX_URL {new Uri(service.Address, "/pbx/autodistribution")}", _limit.Token);
        await asterisk.Cli($"dialplan set global ITGRIX_TOKEN {Token}", _limit.Token);

        Task BothHave(int calls) => Eventually.TrueAsync(
            () => Recorded(portal).Count == calls && account.Table("calls").Count == calls,
            () => $"{portal.Table("statistic")}\n{account.Table("calls")}\n{service.Log}");
        var play = asterisk.Play("click_by_the_connector", _limit.Token);
        await Eventually.TrueAsync(() => Phones(asterisk) == 2);
        var (state, clicked) = await ClickAsync(service, "101", "912025550144");
        state.Should().Be("taken");
        await play;
        await BothHave(1);
        var received = await asterisk.Play("distributed_and_recorded", _limit.Token);
        await BothHave(2);
        (await service.StopAsync(_limit.Token)).Should().Be(0, $"{service.Log}");

        // The click.
        var (out1, in1) = (Recorded(portal)[0], Recorded(portal)[1]);
        ($"{out1["PORTAL_USER_ID"]}", $"{out1["CALL_FAILED_CODE"]}", $"{out1["EXTERNAL_CALL_ID"]}")
            .Should().Be(("1", "200", clicked));
        ShouldBeConverted(out1);
        // The client's call: Bob is responsible in both CRMs, and Bob's phone displays the client's name.
        (await File.ReadAllTextAsync(received + ".ami", _limit.Token)).Should().Contain("CallerIDName: Ivan Ivanov");
        ($"{in1["PORTAL_USER_ID"]}", $"{in1["CALL_FAILED_CODE"]}").Should().Be(("2", "200"));
        ShouldBeConverted(in1);
        account.Table("calls")
            .Select(call => ($"{call!["direction"]}", $"{call["responsible_user_id"]}", $"{call["call_status"]}"))
            .Should().Equal(("outbound", "501", "4"), ("inbound", "502", "4"));
        await ShouldBeHeard($"{account.Table("calls")[1]!["link"]}", asterisk);
    }

    private static void ShouldBeConverted(JsonObject call)
    {
        $"{call["RECORD"]!["NAME"]}".Should().EndWith(".mp3");
        ((long)call["RECORD"]!["SIZE"]!).Should().BePositive();
    }

    // The link is signed: without the service nobody can have made it.
    private static Task ShouldBeHeard(string link, RealAsterisk asterisk)
    {
        var address = new Uri(link);
        address.Host.Should().Be("pbx.example.com");
        address.Query.Should().Contain("signature=");
        var file = Path.GetFileNameWithoutExtension(Uri.UnescapeDataString(address.AbsolutePath));
        Directory.EnumerateFiles(asterisk.Recordings).Select(Path.GetFileName).Should().Contain($"{file}.mp3");
        return Task.CompletedTask;
    }

    private async Task<(string State, string CallId)> ClickAsync(
        RunningService service, string extension, string number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Address, "/pbx/call"))
        {
            Content = new StringContent(new JsonObject
                { ["crm"] = "kommo", ["extension"] = extension, ["number"] = number }
                    .ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", Token);
        using var answer = await _http.SendAsync(request, _limit.Token);
        var said = (await answer.Content.ReadFromJsonAsync<JsonObject>(_limit.Token))!;
        return ($"{said["state"]}", $"{said["id"]}");
    }

    private string Config(RealAsterisk asterisk, Bitrix24Sandbox portal, KommoSandbox account)
    {
        foreach (var crm in new[] { "bitrix24", "kommo" })
        {
            var hook = $"{crm}/process_record_file_path.csx";
            _folder.Write($"customizations/{hook}", File.ReadAllText(ProjectFolder.Of("customizations", hook)));
        }
        AuthorFiles.Install(_folder.File("customizations"));
        var distribution = new JsonObject { ["forward_to_responsible"] = true, ["caller_name"] = true };
        return _folder.Write("config.json", new JsonObject
        {
            ["asterisk"] = new JsonObject
            {
                ["time_zone"] = "UTC",
                ["ami"] = new JsonObject
                {
                    ["port"] = asterisk.AmiPort, ["user"] = asterisk.User, ["secret"] = asterisk.Secret,
                },
            },
            ["numbers"] = new JsonObject { ["prefixes"] = new JsonArray("+1", "1") },
            ["bitrix24"] = new JsonObject
            {
                ["webhook"] = portal.Webhook, ["default_user"] = 3, ["distribution"] = distribution,
            },
            ["kommo"] = new JsonObject
            {
                ["account"] = account.Address.ToString(), ["long_lived_token"] = account.Settings.LongLivedToken,
                ["default_user"] = 503,
                ["requests_per_second"] = 50, ["create"] = new JsonObject { ["outgoing"] = "contact" },
                ["distribution"] = distribution.DeepClone(),
            },
            ["recordings"] = new JsonObject
            {
                ["folders"] = new JsonArray(asterisk.Recordings),
                ["public_url"] = "https://pbx.example.com/recordings",
                ["secret"] = "a-secret-that-signs-links",
            },
            ["autodistribution"] = new JsonObject { ["token"] = Token },
            ["click_to_call"] = new JsonObject { ["token"] = Token, ["context"] = "internal" },
            ["http"] = new JsonObject { ["port"] = 0 },
            ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
            ["customizer"] = new JsonObject
                {
                    ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.File("customizations")),
                    ["timeout"] = 60,
                },
        }.ToJsonString());
    }

    private static IReadOnlyList<JsonObject> Recorded(Bitrix24Sandbox portal) =>
        [.. portal.Table("statistic").Select(row => row!.AsObject()).Where(row => row.ContainsKey("RECORD"))];

    private static int Phones(RealAsterisk asterisk) => Running.CommandLines().Count(line => line.StartsWith("sipp ")
        && line.Contains(Path.GetDirectoryName(asterisk.Recordings)!) && line.Contains("-phone-"));
}
