using Itgrix.Tests.Shared;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>A click in the portal, through the running service, to Asterisk and back.</summary>
[TestClass]
public sealed class ClickThroughServiceTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public async Task A_click_in_the_portal_creates_no_second_registration()
    {
        await using var portal = await Bitrix24Sandbox.StartAsync(Settings, _limit.Token);
        await using var pbx = new PbxSimulator();
        using var service = new RunningService(Config(portal, pbx));
        await service.StartAsync(_limit.Token);

        var clicked = await Click(portal, service);
        var id = (await Originated(pbx))["ChannelId"];
        foreach (var record in Recorded(id))
            await pbx.SendAsync("call", ManyCalls.ToAmi(record), _limit.Token);
        var finished = await Finished(portal);

        $"{finished["CALL_ID"]}".Should().Be(clicked);
        $"{finished["CALL_FAILED_CODE"]}".Should().Be("200");
        portal.Table("call").Should().ContainSingle();
        portal.Requests.Should().NotContain(request => request.Method == "telephony.externalcall.register");
    }

    [TestMethod]
    public async Task A_click_that_Asterisk_refuses_does_not_stay_open_in_the_portal()
    {
        await using var portal = await Bitrix24Sandbox.StartAsync(Settings, _limit.Token);
        await using var pbx = new PbxSimulator(new() { OriginateRefusal = "Extension does not exist." });
        using var service = new RunningService(Config(portal, pbx));
        await service.StartAsync(_limit.Token);

        var clicked = await Click(portal, service);
        var finished = await Finished(portal);

        ($"{finished["CALL_ID"]}", $"{finished["CALL_FAILED_CODE"]}").Should().Be((clicked, "503"));
    }

    private static Bitrix24Settings Settings => Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false };

    private async Task<string> Click(Bitrix24Sandbox portal, RunningService service)
    {
        var sent = await portal.SendEventAsync(
            "ONEXTERNALCALLSTART", new(service.Address, "/bitrix24/events"), [], _limit.Token);
        ((int)sent["status"]!).Should().Be(200);
        return $"{sent["data"]!["CALL_ID"]}";
    }

    private static async Task<PbxAction> Originated(PbxSimulator pbx)
    {
        await Eventually.TrueAsync(() => pbx.Actions.Any(action => action.Name == "Originate"));
        return pbx.Actions.First(action => action.Name == "Originate");
    }

    private static async Task<JsonNode> Finished(Bitrix24Sandbox portal)
    {
        await Eventually.TrueAsync(() => portal.Table("statistic").Count > 0);
        return portal.Table("statistic").Single()!;
    }

    // A recorded click, under the id that the service gave this one.
    private static IEnumerable<CelRecord> Recorded(string id)
    {
        var records = ManyCalls.Records(Captures.PathOf("click_to_call.ami"));
        var recorded = records[0].LinkedId;
        return records.Select(record => record with
        {
            LinkedId = record.LinkedId == recorded ? id : record.LinkedId,
            UniqueId = record.UniqueId == recorded ? id : record.UniqueId,
            Time = DateTime.UtcNow,
        });
    }

    private string Config(Bitrix24Sandbox portal, PbxSimulator pbx)
    {
        var config = new JsonObject
        {
            ["asterisk"] = new JsonObject
            {
                ["time_zone"] = "UTC",
                ["ami"] = new JsonObject
                {
                    ["port"] = pbx.Port, ["user"] = pbx.Settings.User, ["secret"] = pbx.Settings.Secret,
                },
            },
            ["bitrix24"] = new JsonObject
            {
                ["webhook"] = portal.Webhook, ["default_user"] = 3, ["recording"] = "none",
                ["application_token"] = portal.Settings.ApplicationToken,
            },
            ["http"] = new JsonObject { ["port"] = 0 },
            ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
            ["customizer"] =
                new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
        };
        File.WriteAllText(_folder.File("config.json"), config.ToJsonString());
        return _folder.File("config.json");
    }
}
