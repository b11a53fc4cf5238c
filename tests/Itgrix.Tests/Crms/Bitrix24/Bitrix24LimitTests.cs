using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>The portal's limits, which are never exceeded.</summary>
[TestClass]
public sealed class Bitrix24LimitTests
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);

    private readonly ManualTime _time = new();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Two_hundred_concurrent_requests_never_fill_the_bucket()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("user.current");
        var before = portal.Sandbox.Requests.Count;

        var calls = Enumerable.Range(0, 200).Select(_ => portal.CallAsync("user.current")).ToList();
        for (var answered = 44; answered < 200; answered++)
        {
            await portal.Sandbox.WaitForRequestsAsync(before + answered, portal.Token);
            _time.Advance(Half);
        }
        await Task.WhenAll(calls);

        portal.Sandbox.Beyond.Should().Be(0);
        portal.Sandbox.Highest.Should().BeLessThanOrEqualTo(45).And.BeGreaterThan(44);
        portal.Sandbox.Requests.Should().HaveCount(before + 200);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Requests_repeated_with_a_new_token_count_again()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("user.current");
        portal.Sandbox.ExpireTokens();
        var before = portal.Sandbox.Requests.Count;

        var calls = Enumerable.Range(0, 40).Select(_ => portal.CallAsync("user.current")).ToList();
        await Eventually.CompletedAsync(Task.WhenAll(calls), () => _time.Advance(Half));

        portal.Sandbox.Beyond.Should().Be(0);
        portal.Sandbox.Highest.Should().BeLessThanOrEqualTo(45);
        portal.Sandbox.Requests.Count.Should().BeGreaterThan(before + 41, "many were refused and sent again");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Requests_wait_while_other_programs_fill_the_bucket()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("user.current");
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.Rate, Times = 1 });

        var error = await portal.FailsAsync("user.current");

        error.Failure.Should().Be(CrmFailure.RateLimited);
        error.IsTransient.Should().BeTrue();
        error.OutcomeUnknown.Should().BeFalse();
        error.Code.Should().Be("QUERY_LIMIT_EXCEEDED");
        error.RetryAt.Should().Be(_time.GetUtcNow() + TimeSpan.FromSeconds(3));
        var next = portal.CallAsync("user.current");
        portal.Client.Waiting.Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(3));
        await next;
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_method_without_working_time_is_blocked_and_the_others_continue()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("crm.lead.list");
        _time.Advance(TimeSpan.FromMinutes(1));
        portal.Sandbox.Spend("crm.lead.list", 481);

        var refused = await portal.FailsAsync("crm.lead.list");
        var requests = portal.Sandbox.Requests.Count;
        var notSent = await portal.FailsAsync("CRM.Lead.List");

        refused.Failure.Should().Be(CrmFailure.RateLimited);
        refused.Code.Should().Be("OPERATION_TIME_LIMIT");
        refused.RetryAt.Should().BeCloseTo(_time.GetUtcNow() + TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(61));
        notSent.RetryAt.Should().Be(refused.RetryAt);
        portal.Sandbox.Requests.Should().HaveCount(requests);
        await portal.CallAsync("crm.contact.list");
        _time.Advance(refused.RetryAt!.Value - _time.GetUtcNow());
        await portal.CallAsync("crm.lead.list");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_answer_that_uses_up_the_working_time_blocks_the_method_before_the_portal_does()
    {
        await using var portal = await StartAsync();
        portal.Sandbox.Spend("crm.lead.list", 480);

        await portal.CallAsync("crm.lead.list");

        var error = await portal.FailsAsync("crm.lead.list");
        error.Message.Should().Contain("not sent");
        portal.Client.BlockedUntil("crm.lead.list").Should().Be(error.RetryAt);
        portal.Sandbox.Requests.Count(request => request.Method == "crm.lead.list").Should().Be(1);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_request_that_waits_can_be_cancelled()
    {
        await using var portal = await StartAsync();
        await portal.CallAsync("user.current");
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.Rate, Times = 1 });
        await portal.FailsAsync("user.current");
        using var cancelled = new CancellationTokenSource();
        var waiting = portal.Client.CallAsync("user.current", null, cancelled.Token);

        await cancelled.CancelAsync();

        await waiting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        portal.Client.Waiting.Should().Be(0);
    }

    private Task<TestPortal> StartAsync() => TestPortal.StartAsync(
        new() { Time = _time }, options => options with { Timeout = TimeSpan.FromHours(1) });
}
