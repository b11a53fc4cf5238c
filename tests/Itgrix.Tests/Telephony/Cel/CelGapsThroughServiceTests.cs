using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Cel;

/// <summary>The running service says in its log and its status what the channel events lack.</summary>
[TestClass]
public sealed class CelGapsThroughServiceTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("LINKEDID_END",
        "CEL has no LINKEDID_END: add them to events= in cel.conf (FreePBX: cel_general_custom.conf)")]
    [DataRow("APP_START", "CEL has no APP_START: add them to events= in cel.conf (FreePBX: cel_general_custom.conf)")]
    [DataRow("Extra", "CEL has no extra data")]
    [DataRow("BRIDGE_ENTER", "CEL has BRIDGE_START, so this is Asterisk 11 or older")]
    public async Task What_the_channel_events_lack_is_logged_and_in_the_status(string missing, string said)
    {
        await using var calls = await LoggedCalls.StartAsync();

        // A busy hour; a small PBX has as many calls in a day.
        for (var number = 0; number < 30; number++)
            await calls.PlayAsync("in_group_second_answers", Without);
        await calls.PlayAsync("out_answered", Without);

        string Without(string text) => missing == "Extra"
            ? text.Replace("Extra: {", "Other: {", StringComparison.Ordinal)
            : text.Replace($"EventName: {missing}",
                missing == "BRIDGE_ENTER" ? "EventName: BRIDGE_START" : "EventName: MINE", StringComparison.Ordinal);
        await Eventually.TrueAsync(() => calls.AllLines.Any(line =>
            line.StartsWith($"Warn Calls may be read wrong. {said}", StringComparison.Ordinal)),
            () => string.Join('\n', calls.AllLines), said);
        var reasons = (await StatusAsync(calls))["app_status_reasons"]!.AsArray();
        reasons.Select(reason => $"{reason!["reason"]}").Should().Contain(reason =>
            reason.StartsWith(said, StringComparison.Ordinal));
        calls.AllLines.Count(line => line.Contains(said, StringComparison.Ordinal)).Should().Be(1);
    }

    private async Task<JsonNode> StatusAsync(LoggedCalls calls)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(calls.Service.Http.Address, "/status"));
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(
            BasicCredentials.Of(WholeService.Login, WholeService.Password));
        using var answer = await client.SendAsync(request, TestContext.CancellationToken);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.CancellationToken))!;
    }
}
