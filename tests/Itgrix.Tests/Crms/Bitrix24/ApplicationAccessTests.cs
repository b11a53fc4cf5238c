using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>The tokens of an application, each of which renews once.</summary>
[TestClass]
public sealed class ApplicationAccessTests
{
    private readonly MemoryTokens _tokens = new();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Fifty_callers_with_an_expired_token_renew_it_once()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("user.current");
        portal.Sandbox.ExpireTokens();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => portal.CallAsync("user.current")));

        Renewals(portal).Should().Be(2, "the first one was the installation's");
        portal.Sandbox.Requests.Where(request => request.Method == "user.current")
            .Count(request => request.Status == 200).Should().Be(51);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Fifty_first_callers_get_the_first_token_once()
    {
        await using var portal = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => portal.CallAsync("user.current")));

        Renewals(portal).Should().Be(1);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_renewed_token_that_is_refused_too_is_not_renewed_again()
    {
        await using var portal = await StartAsync();
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.ExpiredToken });

        var error = await portal.FailsAsync("user.current");

        error.Code.Should().Be("expired_token");
        portal.Sandbox.Requests.Count(request => request.Method == "user.current").Should().Be(2);
        Renewals(portal).Should().Be(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_restart_continues_with_the_stored_tokens()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("user.current");
        await using var another = portal.Another(_tokens);

        await another.CallAsync("user.current", null, portal.Token);
        portal.Sandbox.ExpireTokens();
        await another.CallAsync("user.current", null, portal.Token);

        Renewals(portal).Should().Be(2);
        _tokens.Saved!.Access!.Reveal().Should().NotBeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Two_clients_with_one_store_share_renewed_tokens()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("user.current");
        await using var another = portal.Another(_tokens);
        await another.CallAsync("user.current", null, portal.Token);
        portal.Sandbox.ExpireTokens();

        await portal.CallAsync("user.current");
        await another.CallAsync("user.current", null, portal.Token);

        Renewals(portal).Should().Be(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_spent_refresh_token_is_sent_once_and_its_error_names_the_fix()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("user.current");
        await using var another = portal.Another(new MemoryTokens());

        var first = await Fails();
        var second = await Fails();

        first.Code.Should().Be("invalid_grant");
        first.NeedsAPerson.Should().BeTrue();
        first.Message.Should().Contain("connect the portal again, as ./run.sh connect bitrix24 says");
        second.Message.Should().Be(first.Message);
        Renewals(portal).Should().Be(2, "who keeps asking gets blocked");

        async Task<CrmException> Fails() => (await FluentActions
            .Awaiting(() => another.CallAsync("user.current", null, portal.Token))
            .Should().ThrowAsync<CrmException>()).Which;
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(FaultKind.Outage, "ServerError")]
    [DataRow(FaultKind.CutBefore, "Lost")]
    [DataRow(FaultKind.Html, "Broken")]
    public async Task A_failure_of_the_authorization_server_is_transient(FaultKind fault, string failure)
    {
        await using var portal = await StartAsync();
        portal.Sandbox.Faults.Add(new() { Kind = fault, Methods = ["oauth"], Times = 1 });

        var error = await portal.FailsAsync("user.current");

        $"{error.Failure}".Should().Be(failure);
        (error.IsTransient, error.OutcomeUnknown).Should().Be((true, false), "the request itself was not sent");
        error.Message.Should().StartWith($"New tokens from {portal.Sandbox.Address.Authority}");
        await portal.CallAsync("user.current");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_caller_that_cancels_does_not_cancel_the_token_renewal()
    {
        await using var portal = await StartAsync();
        var givenUp = new TaskCompletionSource();
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.Slow, Methods = ["oauth"], Until = givenUp.Task });
        using var cancelled = new CancellationTokenSource();
        var impatient = portal.Client.CallAsync("user.current", null, cancelled.Token);
        await portal.Sandbox.WaitForRequestsAsync(1, portal.Token);

        await cancelled.CancelAsync();

        await impatient.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        givenUp.SetResult();
        await portal.CallAsync("user.current");
        Renewals(portal).Should().Be(1);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(false), DataRow(true)]
    public async Task No_token_and_no_secret_is_in_any_message_or_log_line(bool isWebhook)
    {
        using var log = new RecordedLog();
        var texts = new List<string>();
        await using var portal = await StartAsync(isWebhook);

        await portal.CallAsync("user.current");
        // After the last one the client would wait.
        foreach (var kind in Enum.GetValues<FaultKind>().Where(kind => kind is not FaultKind.Slow)
            .OrderBy(kind => kind is FaultKind.Rate))
        {
            var method = kind is FaultKind.Operating ? "crm.lead.list" : "user.get";
            portal.Sandbox.Faults.Add(new() { Kind = kind, Methods = [method] });
            texts.Add((await portal.FailsAsync(method)).ToString());
            portal.Sandbox.Faults.Clear();
        }
        texts.AddRange(log.Lines);

        var secrets = new[]
        {
            portal.Sandbox.Settings.ClientSecret,
            portal.Sandbox.Settings.RefreshToken, portal.Sandbox.Settings.WebhookSecret,
            _tokens.Saved?.Access!.Reveal() ?? "none yet", _tokens.Saved?.Refresh.Reveal() ?? "none yet",
        };
        log.Lines.Should().NotBeEmpty();
        texts.Should().NotContain(text => secrets.Any(text.Contains));
        $"{portal.Options} {_tokens.Saved}".Should().NotContainAny(secrets);
        portal.Sandbox.Requests.Select(request => request.ToJson())
            .Should().NotContain(text => secrets.Any(text.Contains));
    }

    private static int Renewals(TestPortal portal) =>
        portal.Sandbox.Requests.Count(request => request.Method == "oauth");

    // With room for all at once: the limiter has its own tests.
    private Task<TestPortal> StartAsync(bool isWebhook = false) =>
        TestPortal.StartAsync(new() { Hold = 1000 }, options => options with { Burst = 1000 }, _tokens, isWebhook);
}
