using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.OAuth;

/// <summary>The state of the tokens after a crash at any step of a renewal.</summary>
[TestClass]
public sealed class OAuthSessionTests
{
    private readonly MemoryTokens _tokens = new();
    private readonly ManualTime _time = new();
    private string _valid = "refresh0";
    private int _renewals;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task New_tokens_are_stored_before_they_are_used()
    {
        await using var session = Start();

        var access = await session.CurrentAsync(default);

        access.Reveal().Should().Be("access1");
        (_tokens.Saved!.Access!.Reveal(), _tokens.Saved.Refresh.Reveal()).Should().Be(("access1", "refresh1"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_store_that_cannot_be_written_costs_no_token()
    {
        _tokens.Failing.Add(1);
        await using var session = Start();

        var error = await FailsAsync(session);

        error.IsTransient.Should().BeTrue();
        error.OutcomeUnknown.Should().BeFalse();
        error.Message.Should().Contain("No space left on device");
        _renewals.Should().Be(0);
        (await session.CurrentAsync(default)).Reveal().Should().Be("access1");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task New_tokens_that_could_not_be_stored_are_kept_for_the_next_attempt_and_not_used()
    {
        _tokens.Failing.UnionWith([2, 3]);
        await using var session = Start();

        await FailsAsync(session);
        await FailsAsync(session);
        var access = await session.CurrentAsync(default);

        access.Reveal().Should().Be("access1");
        _tokens.Saved!.Refresh.Reveal().Should().Be("refresh1");
        _renewals.Should().Be(1);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_crash_before_the_renewal_loses_nothing()
    {
        _tokens.Failing.Add(1);
        await using (var crashed = Start())
            await FailsAsync(crashed);

        await using var session = Start();

        (await session.CurrentAsync(default)).Reveal().Should().Be("access1");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_crash_between_renewal_and_store_leaves_a_spent_token_which_is_reported()
    {
        _tokens.Failing.Add(2);
        await using (var crashed = Start())
            await FailsAsync(crashed);

        await using var session = Start();

        (await FailsAsync(session)).NeedsAPerson.Should().BeTrue();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_restart_after_the_store_continues_with_the_new_tokens()
    {
        await using (var crashed = Start())
            await crashed.CurrentAsync(default);

        await using var session = Start();

        (await session.CurrentAsync(default)).Reveal().Should().Be("access1");
        (await session.RenewedAsync(new("access1"), default)).Reveal().Should().Be("access2");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_new_refresh_token_in_the_configuration_replaces_what_is_stored()
    {
        await using (var old = Start())
            await old.CurrentAsync(default);
        _valid = "installed again";

        await using var session = Start("installed again");

        (await session.CurrentAsync(default)).Reveal().Should().Be("access2");
        _tokens.Saved!.Refresh.Reveal().Should().Be("refresh2");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_refused_renewal_is_retried_only_after_a_delay()
    {
        _valid = "other";
        await using var session = Start();
        await FailsAsync(session);
        await FailsAsync(session);
        _renewals.Should().Be(1);
        _valid = "refresh0";

        _time.Advance(TimeSpan.FromMinutes(5));

        (await session.CurrentAsync(default)).Reveal().Should().Be("access2");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_refused_renewal_says_when_it_is_tried_again()
    {
        _valid = "other";
        await using var session = Start();
        var until = _time.GetUtcNow() + TimeSpan.FromMinutes(5);
        await FailsAsync(session);

        var error = await FailsAsync(session);

        (error.Failure, error.RetryAt).Should().Be((CrmFailure.Unauthorized, until));
    }

    private OAuthSession Start(string configured = "refresh0") =>
        new(new(configured), _tokens, new Issuer(Renew), _time);

    private OAuthTokens Renew(OAuthTokens old)
    {
        var number = ++_renewals;
        if (old.Refresh.Reveal() != _valid)
            throw new CrmException(CrmFailure.Unauthorized, "It was used before.");
        _valid = $"refresh{number}";
        return old with { Access = new($"access{number}"), Refresh = new(_valid) };
    }

    private static async Task<CrmException> FailsAsync(OAuthSession session) =>
        (await FluentActions.Awaiting(() => session.CurrentAsync(default)).Should().ThrowAsync<CrmException>()).Which;

    private sealed class Issuer(Func<OAuthTokens, OAuthTokens> renew) : TokenIssuer
    {
        public override RenewalRules Rules { get; } =
            new("The CRM", new RetryDelays(TimeSpan.Zero, TimeSpan.Zero), RefusedDelay: TimeSpan.FromMinutes(5));

        public override Task<OAuthTokens> IssueAsync(OAuthTokens old, CancellationToken stop) =>
            Task.Run(() => renew(old), stop);

        public override void Renewed(OAuthTokens tokens)
        {
        }
    }
}
