using System.Text.Json.Nodes;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo.Widget;

/// <summary>What becomes of a click.</summary>
[TestClass]
public sealed class WidgetClicksTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("101", "504142")]
    [DataRow("102", "504141")]
    [DataRow("103", "504141")]
    [DataRow("101", "999")]
    [DataRow("101@evil", "504141")]
    [DataRow("101\r\nVariable: x=1", "504141")]
    public async Task Only_ones_own_phone_rings(string extension, string user)
    {
        await using var run = await StartAsync();

        var (status, body) = await run.PostAsync("call", WidgetRun.Call(extension: extension, user: user));

        status.Should().Be(403);
        body["error"]!.GetValue<string>().Should().Be("not_your_extension");
        run.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("""{"user": "504141", "extension": "101"}""")]
    [DataRow("""{"user": "504141", "extension": "101", "number": ""}""")]
    [DataRow("""{"user": "504141", "extension": "101", "number": ["1"]}""")]
    [DataRow("""{"user": "504141", "extension": "101", "number": "+1202555012\r\nVariable: x=1"}""")]
    [DataRow("""{"user": "504141", "extension": "101", "number": "101&PJSIP/102"}""")]
    [DataRow("""{"user": "504141", "extension": "101", "number": "${SHELL(reboot)}"}""")]
    [DataRow("""{"user": "504141", "extension": "101", "number": "call me"}""")]
    [DataRow("""{"user": "504141", "number": "+12025550123"}""")]
    [DataRow("""{"user": {}, "extension": "101", "number": "+12025550123"}""")]
    [DataRow("""{"user": "me", "extension": "101", "number": "+12025550123"}""")]
    public async Task A_click_without_a_valid_number_or_user_is_not_dialled(string body)
    {
        await using var run = await StartAsync();

        var answer = await run.PostAsync("call", body);

        answer.Status.Should().Be(422, $"{answer.Body}");
        run.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("*72", "click_to_call.allowed"), DataRow("#31#4930123456", "click_to_call.allowed")]
    [DataRow("tel:+12025550123", "'t' is in it")]
    [DataRow("+8816 2345 6789", "click_to_call.refused"), DataRow("１２３", "'１' is in it")]
    [DataRow("123,,456", "',' is in it")]
    public async Task A_number_that_is_refused_is_said_on_the_page_and_in_the_log_with_the_user_and_the_address(
        string number, string words)
    {
        using var log = new RecordedLog();
        await using var run = await StartAsync();

        var (status, body) = await run.PostAsync("call", WidgetRun.Call(number));

        (status, $"{body["error"]}").Should().Be((422, "not_allowed"));
        $"{body["message"]}".Should().Contain(words);
        run.Originates.Should().BeEmpty();
        log.Lines.Should()
            .Contain(line => line.Contains("user 504141 of the widget at 127.0.0.1") && line.Contains(words));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Who_asks_for_the_phone_of_another_is_in_the_log_with_the_address()
    {
        using var log = new RecordedLog();
        await using var run = await StartAsync();

        await run.PostAsync("call", WidgetRun.Call(extension: "102"));

        log.Lines.Should()
            .Contain(line => line.StartsWith("Warn") && line.Contains("127.0.0.1") && line.Contains("user 504141"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_user_without_saved_settings_cannot_call()
    {
        await using var run = await WidgetRun.StartAsync();

        (await run.PostAsync("call", WidgetRun.Call())).Status.Should().Be(403);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_phone_that_rings_longer_than_anybody_watches_is_said_to_ring()
    {
        var time = new ManualTime();
        await using var run = await StartAsync(time);
        var phone = new TaskCompletionSource<OriginateResult>();
        run.Originate = (_, _) => phone.Task;

        var calling = run.PostAsync("call", WidgetRun.Call());
        await time.WaitForTimer(Timeout, run.Limit);
        (await run.PostAsync("call", WidgetRun.Call("+12025550199"))).Body["error"]!.GetValue<string>()
            .Should().Be("rings_already");
        time.Advance(Timeout);
        var (status, body) = await calling;

        status.Should().Be(200);
        body["state"]!.GetValue<string>().Should().Be("ringing");
        run.Originates.Should().ContainSingle();
        phone.SetResult(new(false, 3, "", "", "nobody answered"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task After_a_call_the_phone_can_ring_again()
    {
        await using var run = await StartAsync();

        (await run.PostAsync("call", WidgetRun.Call())).Status.Should().Be(200);
        // The answer comes before the first call is all over.
        var second = await Eventually.GetAsync(
            () => run.PostAsync("call", WidgetRun.Call("+12025550199")), answer => answer.Status != 409);

        second.Status.Should().Be(200);
        run.Originates.Should().HaveCount(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(0, "not_taken", "busy, declined, or not reachable")]
    [DataRow(null, "refused", "Extension does not exist")]
    public async Task The_widget_hears_why_there_is_no_call(int? reason, string error, string message)
    {
        await using var run = await StartAsync();
        run.Originate = (_, _) => Task.FromResult(new OriginateResult(false, reason, "", "", message));

        var (status, body) = await run.PostAsync("call", WidgetRun.Call());

        status.Should().Be(409);
        body["error"]!.GetValue<string>().Should().Be(error);
        body["message"]!.GetValue<string>().Should().Contain(message);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_Asterisk_the_widget_hears_so()
    {
        await using var run = await StartAsync();
        run.Originate = (_, _) =>
            throw new AmiException(AmiFailure.NotConnected, "There is no connection to Asterisk.");

        (await run.PostAsync("call", WidgetRun.Call())).Body["error"]!.GetValue<string>().Should().Be("not_connected");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_failing_click_of_the_widget_is_refused_and_logged()
    {
        using var log = new RecordedLog();
        await using var run = await StartAsync();
        run.Originate = (_, _) => throw new InvalidOperationException("secret");

        var (status, body) = await run.PostAsync("call", WidgetRun.Call());

        status.Should().Be(409);
        body.ToJsonString().Should().NotContain("secret");
        await run.DisposeAsync();
        log.Lines.Should().Contain(line => line.StartsWith("Error") && line.Contains("secret"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Clicks_beyond_the_capacity_are_refused()
    {
        await using var run = await WidgetRun.StartAsync();
        var users = new JsonObject(
            Enumerable.Range(1, 40).Select(user => KeyValuePair.Create($"{user}", (JsonNode?)$"{user + 100}")));
        await run.PostAsync("settings", WidgetRun.Saved($$"""{"users": {{users.ToJsonString()}}}"""));
        // So many first logins at once would be guesses; who was right once is known.
        await run.PostAsync("call", "{}");
        var phones = new TaskCompletionSource<OriginateResult>();
        run.Originate = (_, _) => phones.Task;

        var answers = await Task.WhenAll(Enumerable.Range(1, 40).Select(user =>
            run.PostAsync("call", WidgetRun.Call(extension: $"{user + 100}", user: $"{user}"))));

        answers.Count(answer => answer.Status == 200).Should().BeInRange(10, 12);
        answers.Where(answer => answer.Status != 200).Should().OnlyContain(answer => answer.Status == 503);
        phones.SetResult(new(true, 4, "1", "", "answered"));
    }

    private static async Task<WidgetRun> StartAsync(TimeProvider? time = null)
    {
        var run = await WidgetRun.StartAsync(time: time);
        (await run.PostAsync("settings", WidgetRun.Saved())).Status.Should().Be(200);
        return run;
    }
}
