using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

/// <summary>
/// The shipped dialplan on a real Asterisk, the service and a simulated portal: which phone rings, and what it
/// displays. A phone that rings unexpectedly, or does not ring, fails the scenario.
/// </summary>
[TestClass]
public sealed partial class LiveRoutingTests
{
    private readonly CancellationTokenSource _limit = new(2 * TestTimeout.Value);

    [TestCleanup]
    public void Clean() => _limit.Dispose();

    [TestMethod]
    [DataRow("22", "PJSIP")]
    [DataRow("16", "SIP")]
    public async Task A_clients_call_rings_at_the_responsible_employee_with_the_clients_name(
        string version, string technology)
    {
        await using var asterisk = await RealAsterisk.Rent(new(version, technology), _limit.Token);
        await using var service = await Start(asterisk);

        (await NameShown(asterisk, "distributed_to_bob")).Should().Be("Ivan Ivanov");
        await Finished(service, 1);
        Users(service).Should().Equal("2");

        await service.RenameClientAsync("ООО \"Ромашка\": Анна, ${EXTEN}", _limit.Token);
        (await NameShown(asterisk, "distributed_to_bob")).Should().Be("ООО Ромашка: Анна EX");
    }

    [TestMethod]
    public async Task A_call_that_is_not_answered_or_has_no_responsible_employee_goes_its_usual_route()
    {
        await using var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, _limit.Token);
        await using var service = await Start(asterisk);

        (await NameShown(asterisk, "distributed_to_bob_then_carol")).Should().Be("Ivan Ivanov");
        await Finished(service, 1);
        Users(service).Should().Equal(["3"], "Carol took it");

        service.Portal.Faults.Add(
            new() { Kind = FaultKind.Slow, DelayMs = 60_000, Methods = ["telephony.externalcall.searchcrmentities"] });
        (await NameShown(asterisk, "not_distributed")).Should().NotBe("Ivan Ivanov");
        service.Portal.Faults.Clear();

        await asterisk.Cli("dialplan set global ITGRIX_TOKEN another-token-of-someone", _limit.Token);
        (await NameShown(asterisk, "not_distributed")).Should().NotBe("Ivan Ivanov");

        await service.StopAsync(_limit.Token);
        (await NameShown(asterisk, "not_distributed")).Should().NotBe("Ivan Ivanov");
    }

    private async Task<RoutingService> Start(RealAsterisk asterisk)
    {
        var service = await RoutingService.StartAsync(new JsonObject
        {
            ["port"] = asterisk.AmiPort, ["user"] = asterisk.User, ["secret"] = asterisk.Secret,
        }, RoutingService.Token, _limit.Token, timeout: 2);
        await asterisk.Cli($"dialplan set global ITGRIX_URL {service.Address}", _limit.Token);
        await asterisk.Cli($"dialplan set global ITGRIX_TOKEN {RoutingService.Token}", _limit.Token);
        return service;
    }

    // Asterisk's caller id when it begins to ring the last phone.
    private async Task<string> NameShown(RealAsterisk asterisk, string scenario)
    {
        var events = await File.ReadAllTextAsync(await asterisk.Play(scenario, _limit.Token) + ".ami", _limit.Token);
        return CallerName().Matches(events).Last().Groups[1].Value;
    }

    private static IEnumerable<string> Users(RoutingService service) =>
        service.Portal.Table("statistic").Select(row => $"{row!["PORTAL_USER_ID"]}");

    private static Task Finished(RoutingService service, int calls) =>
        Eventually.TrueAsync(() => service.Portal.Table("statistic").Count >= calls);

    [GeneratedRegex(@"Event: DialBegin\r\n(?:(?!CallerIDName)[^\r\n]+\r\n)*CallerIDName: ([^\r\n]*)")]
    private static partial Regex CallerName();
}
