using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>A request takes effect once, though its answer is lost or another call sends the same.</summary>
[TestClass]
public sealed class KommoDeduplicatorTests
{
    private const string Change = "<?php {0} return ['state' => 'success', 'data' => $params];";

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Limit => TestContext.CancellationToken;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(KommoFaultKind.CutAfter, "contacts")]
    [DataRow(KommoFaultKind.CutAfter, "leads")]
    [DataRow(KommoFaultKind.CutAfter, "calls")]
    [DataRow(KommoFaultKind.CutAfter, "tasks")]
    [DataRow(KommoFaultKind.CutAfter, "leads/unsorted/sip")]
    [DataRow(KommoFaultKind.CutBefore, "contacts")]
    [DataRow(KommoFaultKind.CutBefore, "leads")]
    [DataRow(KommoFaultKind.CutBefore, "calls")]
    [DataRow(KommoFaultKind.CutBefore, "tasks")]
    [DataRow(KommoFaultKind.CutBefore, "leads/unsorted/sip")]
    [DataRow(KommoFaultKind.Html, "calls")]
    [DataRow(KommoFaultKind.BrokenJson, "tasks")]
    [DataRow(KommoFaultKind.Rate, "leads")]
    [DataRow(KommoFaultKind.Error, "contacts")]
    public async Task A_request_with_a_lost_answer_takes_effect_once(object fault, string path)
    {
        await using var run = Run();
        run.Write("process_contact_creation_params.php",
            Change.Replace("{0}", "$params['tags'][] = 'mine'; $params['name'] = 'Mine';"));
        run.Write("process_lead_creation_params.php", Change.Replace("{0}", "$params['name'] = 'Mine too';"));
        run.Write("process_task_creation_params.php", Change.Replace("{0}", "$params['text'] = 'Mine as well';"));
        run.Write("process_unsorted_creation_params.php", Change.Replace("{0}", "$params['source_name'] = 'mine';"));
        await run.StartAsync();
        run.Account.Faults.Add(
            new() { Kind = (KommoFaultKind)fault, Method = "POST", Paths = [$"/api/v4/{path}"], Times = 1 });

        await DeliverAsync(run, ClientCalls.Of("in_no_answer", ClientCalls.Stranger));
        await DeliverAsync(run, ClientCalls.Of("out_answered", "12025550177", "out"));

        run.Account.Requests.Should().ContainSingle(request => request.Fault != null);
        var contact = run.Account.Table("contacts").Skip(1)
            .Should().ContainSingle(one => one!["is_unsorted"] == null).Which!;
        ($"{contact["name"]}", $"{contact["_embedded"]!["tags"]![1]!["name"]}").Should().Be(("Mine", "mine"));
        run.Account.Table("leads").Should().ContainSingle(one => one!["is_unsorted"] == null)
            .Which!["name"]!.ToString().Should().Be("Mine too");
        run.Account.Table("tasks").Should().ContainSingle().Which!["text"]!.ToString().Should().Be("Mine as well");
        run.Account.Table("calls").Should().ContainSingle();
        run.Account.Table("unsorted").Should().ContainSingle();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Two_concurrent_calls_of_an_unknown_client_create_one_contact_and_one_lead()
    {
        await using var run = Run();
        var calls = new[] { "a", "b", "c" }.Select(call => ClientCalls.Of("in_no_answer", ClientCalls.Stranger, call));

        await Task.WhenAll(calls.Select(call => DeliverAsync(run, call)));

        run.Account.Table("contacts").Should().HaveCount(2, "Ivan and the stranger");
        run.Account.Table("leads").Should().ContainSingle();
        run.Account.Table("calls").Should().HaveCount(3);
        run.Account.Table("tasks").Should().HaveCount(3).And.OnlyContain(task => $"{task!["entity_type"]}" == "leads");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("contacts", KommoFaultKind.Rate)]
    [DataRow("leads", KommoFaultKind.Rate)]
    [DataRow("contacts", KommoFaultKind.CutAfter)]
    [DataRow("leads", KommoFaultKind.CutAfter)]
    public async Task A_call_that_had_to_wait_uses_the_entities_of_the_other_call(string path, object fault)
    {
        await using var run = Run();
        var (first, second) = (ClientCalls.Of("in_no_answer", ClientCalls.Stranger, "a"),
            ClientCalls.Of("in_no_answer", ClientCalls.Stranger, "b"));
        await run.StartAsync();
        var waiting = path == "contacts" ? first[0] : first[^1];
        await DeliverAsync(run, [.. first.TakeWhile(stage => stage != waiting)]);
        run.Account.Faults.Add(
            new() { Kind = (KommoFaultKind)fault, Method = "POST", Paths = [$"/api/v4/{path}"], Times = 1 });
        (await IsDeliveredAsync(run, waiting)).Should().BeFalse();

        await DeliverAsync(run, second);
        await DeliverAsync(run, [.. first.SkipWhile(stage => stage != waiting)]);

        run.Account.Requests.Should().ContainSingle(request => request.Fault != null);
        run.Account.Table("contacts").Should().HaveCount(2);
        run.Account.Table("leads").Should().ContainSingle();
        run.Account.Table("calls").Should().HaveCount(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_lead_that_its_call_no_longer_waits_for_is_not_created_beside_another_calls()
    {
        // The account has the system's clock.
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var run = Run(time);
        var (first, second) = (ClientCalls.Of("in_no_answer", ClientCalls.Stranger, "a"),
            ClientCalls.Of("in_no_answer", ClientCalls.Stranger, "b"));
        await run.StartAsync();
        await DeliverAsync(run, first.SkipLast(1).ToList());
        run.Account.Faults.Add(
            new() { Kind = KommoFaultKind.Rate, Method = "POST", Paths = ["/api/v4/leads"], Times = 2 });
        (await IsDeliveredAsync(run, first[^1])).Should().BeFalse();
        time.Advance(CallFlow.ClientPatience + TimeSpan.FromSeconds(1));
        (await IsDeliveredAsync(run, first[^1])).Should().BeTrue();

        var answered = new TaskCompletionSource();
        run.Account.Faults.Add(new()
        {
            Kind = KommoFaultKind.Hang, Method = "POST", Paths = ["/api/v4/leads"], Times = 1, Until = answered.Task,
        });
        var other = DeliverAsync(run, second);
        await Eventually.TrueAsync(() => LeadsSent() == 3);
        time.Advance(CallFlow.ClientPatience);
        var rest = run.SendRestAsync(first[0].CallId, Limit);
        await Eventually.TrueAsync(() => LeadsSent() == 4);
        answered.SetResult();
        await Task.WhenAll(other, rest);

        run.Account.Table("leads").Should().ContainSingle();
        run.Account.Table("contacts").Should().HaveCount(2);
        run.Account.Table("calls").Should().HaveCount(2);

        int LeadsSent()
        {
            lock (run.Sent)
                return run.SentMethods.Count(method => method == KommoTransport.AddLead);
        }
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Entities_of_another_call_before_a_restart_are_found()
    {
        await using var run = Run();
        var (first, second) = (ClientCalls.Of("in_no_answer", ClientCalls.Stranger, "a"),
            ClientCalls.Of("in_no_answer", ClientCalls.Stranger, "b"));
        await run.StartAsync();
        // Its search came before the other call created the contact, and the service has restarted since.
        run.Know(first[0].CallId, "client", new() { ["asked"] = 1 });
        await DeliverAsync(run, second);
        await run.RestartAsync();

        await DeliverAsync(run, first);

        run.Account.Table("contacts").Should().HaveCount(2);
        run.Account.Table("leads").Should().ContainSingle();
        run.Account.Table("calls").Should().HaveCount(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_client_that_Kommo_finds_only_later_keeps_the_call()
    {
        await using var run = Run();
        run.KommoLike = AccountSettings.WithoutLimit with { SearchDelay = TimeSpan.FromSeconds(2) };

        await DeliverAsync(run, ClientCalls.Of("in_answered_caller_ends", ClientCalls.Stranger));

        run.Account.Table("calls").Should().ContainSingle();
        run.Account.Table("contacts").Should().HaveCount(2);
    }

    private static FlowRun Run(TimeProvider? time = null) => new(Crm.Kommo)
    {
        Time = time ?? TimeProvider.System,
        Pauses = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        KommoCalls = new()
        {
            DefaultUser = 503,
            Create = new(KommoClientKind.Lead, KommoClientKind.Unsorted),
            TaskOnMissed = new() { Incoming = true },
        },
    };

    // As the outbox would: each stage until it is delivered.
    private async Task DeliverAsync(FlowRun run, IReadOnlyList<CallStageEvent> stages)
    {
        foreach (var stage in stages)
            await Eventually.GetAsync(() => IsDeliveredAsync(run, stage), isDelivered => isDelivered);
    }

    private async Task<bool> IsDeliveredAsync(FlowRun run, CallStageEvent stage)
    {
        try
        {
            return !(await run.ReachedAsync(stage, Limit)).IsDeferred;
        }
        catch (CrmException error) when (error.IsTransient)
        {
            return false;
        }
    }
}
