using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

/// <summary>A dialplan's question through the running service to the portal and back.</summary>
[TestClass]
public sealed class RoutingThroughServiceTests
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean() => _limit.Dispose();

    [TestMethod]
    public async Task A_call_of_the_portals_client_is_routed_to_the_responsible_employee()
    {
        await using var pbx = new PbxSimulator();
        await using var service = await Start(pbx);

        var answer = await service.AskAsync(_limit.Token);

        (answer.Status, answer.Text).Should().Be((200, "itgrix|102|Ivan Ivanov"));
    }

    [TestMethod]
    public async Task A_slow_or_unreachable_portal_yields_an_empty_answer_in_time()
    {
        await using var pbx = new PbxSimulator();
        await using var service = await Start(pbx, timeout: 2);

        service.Portal.Faults.Add(new() { Kind = FaultKind.Slow, DelayMs = 10 * TestTimeout.Milliseconds });
        var slow = await service.AskAsync(_limit.Token);
        service.Portal.Faults.Clear();
        service.Portal.Faults.Add(new() { Kind = FaultKind.Outage });
        var down = await service.AskAsync(_limit.Token);

        (slow.Status, slow.Text, down.Status, down.Text).Should().Be((200, "", 200, ""));
        slow.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(1), "it is waited for");
    }

    [TestMethod]
    public async Task Without_a_configured_token_the_routing_route_is_missing_and_the_log_says_so()
    {
        await using var pbx = new PbxSimulator();
        await using var service = await Start(pbx, token: null);

        (await service.AskAsync(_limit.Token)).Status.Should().Be(404);
        service.Portal.Requests.Should().NotContain(request => request.Method.Contains("search"));
        service.Log.Should().Contain("set autodistribution.token", "something is to be done that nobody can ask for");
    }

    private Task<RoutingService> Start(PbxSimulator pbx, string? token = RoutingService.Token, double timeout = 30) =>
        RoutingService.StartAsync(new JsonObject
        {
            ["port"] = pbx.Port, ["user"] = pbx.Settings.User, ["secret"] = pbx.Settings.Secret,
        }, token, _limit.Token, timeout);
}
