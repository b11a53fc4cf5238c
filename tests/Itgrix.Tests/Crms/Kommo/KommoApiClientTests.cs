using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

[TestClass]
public sealed class KommoApiClientTests
{
    private const int Limit = TestTimeout.Milliseconds;

    private KommoLab _lab = null!;

    [TestInitialize]
    public async Task Start() => _lab = await KommoLab.StartAsync();

    [TestCleanup]
    public async Task Clean() => await _lab.DisposeAsync();

    [TestMethod]
    [Timeout(Limit)]
    [DataRow(KommoFaultKind.Outage, nameof(CrmFailure.ServerError), false, true)]
    [DataRow(KommoFaultKind.Error, nameof(CrmFailure.ServerError), false, true)]
    [DataRow(KommoFaultKind.CutBefore, nameof(CrmFailure.Lost), false, true)]
    [DataRow(KommoFaultKind.CutAfter, nameof(CrmFailure.Lost), true, true)]
    [DataRow(KommoFaultKind.Html, nameof(CrmFailure.Broken), true, true)]
    [DataRow(KommoFaultKind.BrokenJson, nameof(CrmFailure.Broken), true, true)]
    [DataRow(KommoFaultKind.Redirect, nameof(CrmFailure.Unauthorized), false, false)]
    [DataRow(KommoFaultKind.Rate, nameof(CrmFailure.RateLimited), false, true)]
    [DataRow(KommoFaultKind.Block, nameof(CrmFailure.RateLimited), false, true)]
    [DataRow(KommoFaultKind.Unpaid, nameof(CrmFailure.RateLimited), false, true)]
    public async Task Failures_of_requests_are_distinguished(
        KommoFaultKind fault, string failure, bool isDone, bool isTransient)
    {
        _lab.Sandbox.Faults.Add(new() { Kind = fault });

        var error = await FailsToPost(_lab.Client(_lab.LongLived));

        error.Failure.ToString().Should().Be(failure, error.Message);
        error.IsTransient.Should().Be(isTransient);
        (!isDone || error.OutcomeUnknown).Should().BeTrue("the account has done it");
        _lab.Sandbox.Table("cards").Count.Should().Be(isDone ? 1 : 0);
        _lab.Sandbox.Requests.Should().HaveCount(1, "what changes something is not sent twice");
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_missing_answer_fails_after_the_timeout()
    {
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.Slow, DelayMs = 10 * TestTimeout.Milliseconds });

        var error = await FailsToPost(_lab.Client(_lab.LongLived with { Timeout = TimeSpan.FromSeconds(2) }));

        error.Failure.Should().Be(CrmFailure.TimedOut);
        error.OutcomeUnknown.Should().BeTrue();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_refused_connection_means_that_nothing_was_done()
    {
        var error = await FailsToPost(_lab.Client(_lab.LongLived with { Account = new("http://127.0.0.1:1") }));

        error.Failure.Should().Be(CrmFailure.Unreachable);
        error.OutcomeUnknown.Should().BeFalse();
        error.IsTransient.Should().BeTrue();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_caller_that_cancels_gets_no_failure_of_the_CRM()
    {
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.Slow, DelayMs = 10 * TestTimeout.Milliseconds });
        using var stop = new CancellationTokenSource();
        var asked = _lab.Client(_lab.LongLived).GetAsync("/api/v4/account", stop.Token);
        await _lab.Sandbox.WaitForRequestsAsync(1, default);

        await stop.CancelAsync();

        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_token_that_expired_early_is_renewed_once_and_the_request_retried()
    {
        var client = _lab.Client();
        await client.GetAsync("/api/v4/account", default);
        _lab.Sandbox.ExpireTokens();
        var restarted = _lab.Client();

        await new KommoApi(restarted).ShowCardAsync(Card(501), default);

        _lab.Sandbox.Requests.Select(request => request.Status).Should().Equal(200, 200, 401, 200, 202);
        _lab.Sandbox.Table("cards").Should().HaveCount(1);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task An_empty_answer_of_Kommo_is_an_empty_list()
    {
        var client = _lab.Client(_lab.LongLived);

        (await client.ListAsync("/api/v4/companies?query=9999999999", "companies", default)).Should().BeEmpty();

        _lab.Sandbox.Requests.Should().ContainSingle().Which.Status.Should().Be(204);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task All_pages_of_a_list_are_read()
    {
        var client = _lab.Client(_lab.LongLived);
        var contacts = Enumerable.Range(0, 600).Select(index => new JsonObject { ["name"] = $"Client {index}" })
            .ToList();
        (await client.SendManyAsync(HttpMethod.Post, "/api/v4/contacts", "contacts", contacts, default)).Should()
            .OnlyContain(one => one.IsDone);

        var all = await client.ListAsync("/api/v4/contacts", "contacts", default);

        all.Should().HaveCount(601);
        all.Select(one => one.GetProperty("id").GetInt64()).Should().OnlyHaveUniqueItems();
        _lab.Sandbox.Requests.Count(request => request.Method == "GET").Should().Be(3);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task The_error_of_an_invalid_request_names_the_field()
    {
        var client = _lab.Client(_lab.LongLived);

        var thrown = await FluentActions.Awaiting(() => client.PatchAsync("/api/v4/contacts/1001",
            new JsonObject { ["responsible_user_id"] = 7 }, default)).Should().ThrowAsync<CrmException>();

        thrown.Which.Failure.Should().Be(CrmFailure.Rejected);
        thrown.Which.Code.Should().Be("validation-errors");
        thrown.Which.Message.Should().Contain("PATCH /api/v4/contacts/1001").And.Contain("responsible_user_id")
            .And.Contain("NotSupportedChoice");
    }

    [TestMethod]
    public async Task Only_paths_of_the_interface_are_sent()
    {
        var client = _lab.Client(_lab.LongLived);

        string[] others =
            ["//evil.example/api/", "https://evil.example/api/", "/oauth2/access_token", "api/v4/account"];
        foreach (var path in others)
            await FluentActions.Awaiting(() => client.GetAsync(path, default)).Should().ThrowAsync<ArgumentException>();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Too_many_requests_make_everybody_wait()
    {
        var time = new ManualTime();
        var client = _lab.Client(_lab.LongLived, time: time);
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.Rate, Times = 2 });
        (await FailsToPost(client)).RetryAt.Should().Be(time.GetUtcNow().AddSeconds(1));

        var second = FailsToPost(client);
        await time.WaitForTimer(TimeSpan.FromSeconds(1), default);
        time.Advance(TimeSpan.FromSeconds(1));
        (await second).RetryAt.Should().Be(time.GetUtcNow().AddSeconds(2), "the second time in a row");
        var third = client.GetAsync("/api/v4/account", default);
        await time.WaitForTimer(TimeSpan.FromSeconds(2), default);
        time.Advance(TimeSpan.FromSeconds(1.9));
        _lab.Sandbox.Requests.Should().HaveCount(2);
        time.Advance(TimeSpan.FromSeconds(0.1));

        await third;
    }

    [TestMethod]
    [Timeout(Limit)]
    [DataRow(KommoFaultKind.Block)]
    [DataRow(KommoFaultKind.Unpaid)]
    public async Task After_a_block_nothing_is_sent_until_one_request_probes(KommoFaultKind fault)
    {
        var time = new ManualTime();
        var client = _lab.Client(_lab.LongLived, time: time);
        _lab.Sandbox.Faults.Add(new() { Kind = fault, Times = 2 });

        (await FailsToPost(client)).RetryAt.Should().Be(time.GetUtcNow().AddMinutes(5));
        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        for (var call = 0; call < 20; call++)
            await FailsToPost(client);
        _lab.Sandbox.Requests.Should().HaveCount(1);

        time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FailsToPost(client)));
        _lab.Sandbox.Requests.Should().HaveCount(2, "one tries");

        time.Advance(TimeSpan.FromMinutes(9));
        await FailsToPost(client);
        _lab.Sandbox.Requests.Should().HaveCount(2, "the second delay is twice as long");
        time.Advance(TimeSpan.FromMinutes(1));
        await client.GetAsync("/api/v4/account", default);
        await client.GetAsync("/api/v4/account", default);
        _lab.Sandbox.Requests.Should().HaveCount(4);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_failed_probe_is_followed_by_another_one()
    {
        var time = new ManualTime();
        var client = _lab.Client(_lab.LongLived, time: time);
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.Block, Times = 1 });
        await FailsToPost(client);
        time.Advance(TimeSpan.FromMinutes(5));
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.CutBefore, Times = 1 });
        (await FailsToPost(client)).Failure.Should().Be(CrmFailure.Lost);

        time.Advance(TimeSpan.FromSeconds(5));

        await client.GetAsync("/api/v4/account", default);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task The_real_rate_limit_of_an_account_is_never_exceeded()
    {
        await using var lab = await KommoLab.StartAsync(new());
        var client = lab.Client(lab.LongLived with { RequestsPerSecond = 7 });

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.GetAsync("/api/v4/account", default)));

        lab.Sandbox.Counters.Beyond.Should().Be(0);
        lab.Sandbox.Requests.Should().HaveCount(30);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Secrets_are_in_no_message_and_no_log_line_even_if_the_answer_contains_them()
    {
        using var log = new RecordedLog();
        var client = _lab.Client();
        await client.GetAsync("/api/v4/account", default);
        var stored = await _lab.Store.LoadAsync(default);
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.Echo, Paths = ["/"] });
        var ofRequest = await FailsToPost(client);
        var ofTokens = await FailsToPost(
            _lab.Client(_lab.Options with { AuthorizationCode = new("another-code") }));

        var said = $"{ofRequest} {ofTokens} {ofRequest.Detail} {ofTokens.Detail} {string.Join(' ', log.Lines)} "
            + $"{_lab.Options}";
        string[] secrets = [stored!.Access!.Reveal(), stored.Refresh.Reveal(), "another-code", "sandbox-code",
            "sandbox-client-secret"];
        foreach (var secret in secrets)
            said.Should().NotContain(secret);
        said.Should().Contain("***").And.Contain("New tokens for Kommo");
    }

    private static async Task<CrmException> FailsToPost(KommoApiClient client) => (await FluentActions
        .Awaiting(() => new KommoApi(client).ShowCardAsync(Card(), default))
        .Should().ThrowAsync<CrmException>()).Which;

    private static JsonObject Card(params long[] users) => new()
    {
        ["type"] = "phone_call",
        ["phone_number"] = "+12025550123",
        ["users"] = new JsonArray([.. users.Select(user => JsonValue.Create(user))]),
    };
}
