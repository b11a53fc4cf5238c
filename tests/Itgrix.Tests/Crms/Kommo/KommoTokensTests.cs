using System.Text.Json;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

[TestClass]
public sealed class KommoTokensTests
{
    private const int Limit = TestTimeout.Milliseconds;
    private const string Tokens = "/oauth2/";

    private KommoLab _lab = null!;

    [TestInitialize]
    public async Task Start() => _lab = await KommoLab.StartAsync();

    [TestCleanup]
    public async Task Clean() => await _lab.DisposeAsync();

    [TestMethod]
    [Timeout(Limit)]
    public async Task The_code_yields_the_first_tokens_and_a_restart_needs_no_request()
    {
        await Ask(_lab.Client());

        await Ask(_lab.Client());

        _lab.TokenRequests.Should().Be(1);
        File.GetUnixFileMode(_lab.TokenFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Fifty_callers_with_an_expired_token_share_one_renewal()
    {
        await Ask(_lab.Client());
        _lab.Sandbox.ExpireTokens();
        var client = _lab.Client();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Ask(client)));

        _lab.TokenRequests.Should().Be(2);
        _lab.Sandbox.Counters.TokensRefused.Should().Be(0);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_token_is_renewed_before_it_expires()
    {
        var time = new ManualTime();
        var client = _lab.Client(time: time);
        await Ask(client);

        time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        await Ask(client);

        _lab.TokenRequests.Should().Be(2);
        _lab.Sandbox.Requests.Should().NotContain(request => request.Status == 401);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task One_caller_that_cancels_does_not_cancel_the_renewal_of_the_others()
    {
        var oneLess = new TaskCompletionSource();
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.Slow, Paths = [Tokens], Until = oneLess.Task });
        var client = _lab.Client();
        using var stop = new CancellationTokenSource();
        var impatient = client.GetAsync("/api/v4/account", stop.Token);
        var patient = Ask(client);
        await _lab.Sandbox.WaitForRequestsAsync(1, default);

        await stop.CancelAsync();

        await FluentActions.Awaiting(() => impatient).Should().ThrowAsync<OperationCanceledException>();
        oneLess.SetResult();
        await patient;
        _lab.TokenRequests.Should().Be(1);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_stop_during_a_renewal_waits_for_the_answer_and_saves_it()
    {
        var stopped = new TaskCompletionSource();
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.Slow, Paths = [Tokens], Until = stopped.Task });
        var client = _lab.Client();
        var asked = Ask(client);
        await _lab.Sandbox.WaitForRequestsAsync(1, default);

        var stopping = client.DisposeAsync();
        stopped.SetResult();
        await stopping;
        // It had its token, and the request may or may not have been sent in time.
        await asked.ContinueWith(_ => { }, TaskScheduler.Default);

        await Ask(_lab.Client());
        _lab.TokenRequests.Should().Be(1);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_crash_before_the_renewal_is_recorded_loses_nothing()
    {
        await Ask(_lab.Client());
        _lab.Sandbox.ExpireTokens();
        await Fails(_lab.Client(store: new FailingTokenStore(_lab.Store, _ => true)), CrmFailure.Unreachable);
        _lab.TokenRequests.Should().Be(1, "a token is not spent on something that could not be saved");

        await Ask(_lab.Client());
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_crash_before_the_renewal_is_sent_loses_nothing()
    {
        await Ask(_lab.Client());
        _lab.Sandbox.ExpireTokens();
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.CutBefore, Paths = [Tokens], Times = 1 });
        await Fails(_lab.Client(), CrmFailure.Lost);

        await Ask(_lab.Client());
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_crash_before_the_answer_arrives_needs_authorization_and_is_tried_once()
    {
        await Ask(_lab.Client());
        _lab.Sandbox.ExpireTokens();
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.CutAfter, Paths = [Tokens], Times = 1 });
        await Fails(_lab.Client(), CrmFailure.Lost);

        await MustBeAuthorized();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_crash_before_the_answer_is_saved_needs_authorization_and_is_tried_once()
    {
        await Ask(_lab.Client());
        _lab.Sandbox.ExpireTokens();
        await Fails(_lab.Client(store: new FailingTokenStore(_lab.Store, save => save > 1)), CrmFailure.Unreachable);

        await MustBeAuthorized();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_crash_after_the_answer_is_saved_needs_no_request()
    {
        await Ask(_lab.Client());
        _lab.Sandbox.ExpireTokens();
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.CutBefore, Paths = ["/api/"], Times = 2 });
        await FluentActions.Awaiting(() => Ask(_lab.Client())).Should().ThrowAsync<CrmException>();
        _lab.Sandbox.Faults.Clear();
        await Ask(_lab.Client());
        var before = _lab.TokenRequests;

        await Ask(_lab.Client());

        _lab.TokenRequests.Should().Be(before);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Tokens_that_cannot_be_saved_are_saved_later_and_used_only_then()
    {
        var full = true;
        var client = _lab.Client(store: new FailingTokenStore(_lab.Store, save => save > 1 && full));
        await Fails(client, CrmFailure.Unreachable);
        await Fails(client, CrmFailure.Unreachable);
        _lab.Sandbox.Requests.Should().OnlyContain(request => request.Path.StartsWith(Tokens));

        full = false;
        await Ask(client);

        _lab.TokenRequests.Should().Be(1);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_new_code_replaces_the_tokens()
    {
        await Ask(_lab.Client());
        _lab.Sandbox.RevokeTokens();
        await Fails(_lab.Client(), CrmFailure.Unauthorized);

        await Ask(_lab.Client(_lab.Options with { AuthorizationCode = new(_lab.Sandbox.NewCode()) }));
        await Ask(_lab.Client(_lab.Options with { AuthorizationCode = null }));
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_code_from_the_widget_replaces_the_tokens_beyond_a_restart()
    {
        var client = _lab.Client();
        await Ask(client);
        _lab.Sandbox.RevokeTokens();

        await client.ReauthorizeAsync(new(_lab.Sandbox.NewCode()), default);
        await Ask(client);
        // With the configured code, which was used up long ago.
        await Ask(_lab.Client());

        _lab.TokenRequests.Should().Be(2);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_wrong_code_leaves_the_tokens_unchanged()
    {
        var client = _lab.Client();
        await Ask(client);

        await client.Awaiting(one => one.ReauthorizeAsync(new("no-such-code"), default))
            .Should().ThrowAsync<CrmException>();

        await Ask(client);
        await Ask(_lab.Client());
        _lab.TokenRequests.Should().Be(2);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Without_code_and_tokens_the_error_names_the_fix_and_no_request_is_sent()
    {
        var error = await Fails(_lab.Client(_lab.Options with { AuthorizationCode = null }), CrmFailure.Unauthorized);

        error.Message.Should().Contain("kommo.authorization_code");
        _lab.Sandbox.Requests.Should().BeEmpty();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_wrong_client_secret_is_reported_retried_rarely_and_loses_no_token()
    {
        var time = new ManualTime();
        await Ask(_lab.Client());
        _lab.Sandbox.ExpireTokens();
        var wrong = _lab.Client(_lab.Options with { ClientSecret = new("wrong-secret") }, time: time);
        for (var call = 0; call < 5; call++)
            (await Fails(wrong, CrmFailure.Unauthorized)).Message.Should().Contain("client_secret")
                .And.NotContain("wrong-secret");
        _lab.TokenRequests.Should().Be(2);

        time.Advance(TimeSpan.FromMinutes(10));
        await Fails(wrong, CrmFailure.Unauthorized);
        _lab.TokenRequests.Should().Be(3);

        await Ask(_lab.Client());
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_failing_token_server_is_retried_with_a_back_off()
    {
        var time = new ManualTime();
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.Outage, Paths = [Tokens], Times = 3 });
        var client = _lab.Client(time: time);
        foreach (var (seconds, requests) in new[] { (0, 1), (4, 1), (1, 2), (9, 2), (1, 3), (19, 3) })
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            await Fails(client, CrmFailure.ServerError);
            _lab.TokenRequests.Should().Be(requests);
        }

        time.Advance(TimeSpan.FromSeconds(1));
        await Ask(client);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_refused_token_that_was_just_issued_is_not_renewed_repeatedly()
    {
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.ExpiredToken });
        var client = _lab.Client();
        for (var time = 0; time < 10; time++)
            await FluentActions.Awaiting(() => Ask(client)).Should().ThrowAsync<CrmException>();

        _lab.TokenRequests.Should().Be(1);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Tokens_that_another_process_obtained_are_used()
    {
        var client = _lab.Client();
        await Ask(client);
        _lab.Sandbox.ExpireTokens();
        await Ask(_lab.Client());

        await Ask(client);

        _lab.TokenRequests.Should().Be(2);
        _lab.Sandbox.Counters.TokensRefused.Should().Be(0);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_damaged_token_file_is_named_and_left_unchanged()
    {
        await File.WriteAllTextAsync(_lab.TokenFile, "{\"refresh_token\": 7");

        (await Fails(_lab.Client(), CrmFailure.Unreachable)).Message.Should().Contain(_lab.TokenFile);

        (await File.ReadAllTextAsync(_lab.TokenFile)).Should().Be("{\"refresh_token\": 7");
        _lab.Sandbox.Requests.Should().BeEmpty();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_long_lived_token_needs_no_renewal_and_is_retried_rarely_after_a_refusal()
    {
        var time = new ManualTime();
        await Ask(_lab.Client(_lab.LongLived));
        var refused = _lab.Client(_lab.LongLived with { LongLivedToken = new("ended-token") }, time: time);
        for (var call = 0; call < 5; call++)
            (await Fails(refused, CrmFailure.Unauthorized)).Message.Should().Contain("long_lived_token")
                .And.NotContain("ended-token");
        _lab.Sandbox.Requests.Should().HaveCount(2);

        time.Advance(TimeSpan.FromMinutes(10));
        await Fails(refused, CrmFailure.Unauthorized);

        _lab.Sandbox.Requests.Should().HaveCount(3);
        _lab.TokenRequests.Should().Be(0);
    }

    private async Task MustBeAuthorized()
    {
        var before = _lab.TokenRequests;
        for (var start = 0; start < 3; start++)
        {
            var client = _lab.Client();
            for (var call = 0; call < 5; call++)
                (await Fails(client, CrmFailure.Unauthorized)).Message.Should()
                    .Contain("Authorize the integration again");
        }
        _lab.TokenRequests.Should().Be(before + 1, "another request would change nothing");
        await Ask(_lab.Client(_lab.Options with { AuthorizationCode = new(_lab.Sandbox.NewCode()) }));
    }

    private static async Task Ask(KommoApiClient client) =>
        (await client.GetAsync("/api/v4/account", default)).GetProperty("id").ValueKind.Should()
            .Be(JsonValueKind.Number);

    private static async Task<CrmException> Fails(KommoApiClient client, CrmFailure failure)
    {
        var thrown = await FluentActions.Awaiting(() => client.GetAsync("/api/v4/account", default)).Should()
            .ThrowAsync<CrmException>();
        thrown.Which.Failure.Should().Be(failure, thrown.Which.Message);
        thrown.Which.OutcomeUnknown.Should().BeFalse("only tokens were asked for");
        return thrown.Which;
    }
}
