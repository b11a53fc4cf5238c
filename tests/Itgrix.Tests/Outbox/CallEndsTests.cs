using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

/// <summary>When the end of a call is logged, and with which outcomes of several CRMs.</summary>
[TestClass]
public sealed class CallEndsTests
{
    private static readonly CallKey ToBitrix24 = new(Crm.Bitrix24, "c1"), ToKommo = new(Crm.Kommo, "c1");

    private readonly ManualTime _time = new();
    private readonly CallEnds _ends = new([Crm.Bitrix24, Crm.Kommo]);
    private RecordedLog _log = null!;

    [TestInitialize]
    public void Start() => _log = new();

    [TestCleanup]
    public void Clean() => _log.Dispose();

    [TestMethod]
    public void The_end_of_a_call_is_logged_when_both_CRMs_are_done_with_equal_outcomes_merged()
    {
        _ends.Add(SomeStage.End("c1"));
        _ends.Done(ToKommo, SomeStage.End("c1"), "registered");
        _log.Lines.Should().BeEmpty();

        _ends.Done(ToBitrix24, SomeStage.End("c1"), "registered");

        _log.Lines.Should().ContainSingle().Which.Should().StartWith("Info Call c1 ended: ")
            .And.EndWith("; Bitrix24 and Kommo: registered");
    }

    [TestMethod]
    public void Later_events_do_not_change_the_final_outcome_of_a_call()
    {
        _ends.Add(SomeStage.End("c1"));
        _ends.Done(ToBitrix24, SomeStage.End("c1"), "registered as 1");
        _ends.Known(ToBitrix24);
        _ends.Waits(ToBitrix24, "something else");
        _ends.Done(ToKommo, SomeStage.End("c1"), "registered as 2");

        _log.Lines.Should().ContainSingle().Which
            .Should().EndWith("; Bitrix24: registered as 1; Kommo: registered as 2");
    }

    [TestMethod]
    public void A_call_that_is_delivered_again_after_its_end_was_logged_gets_no_second_end()
    {
        for (var time = 0; time < 2; time++)
        {
            _ends.Add(SomeStage.End("c1"));
            _ends.Known(ToBitrix24);
            _ends.Waits(ToKommo, "the outbox cannot be used");
        }
        _ends.Done(ToKommo, SomeStage.End("c1"), "registered as 2");

        _log.Lines.Should().HaveCount(2);
        _log.Lines[0].Should().EndWith("; Bitrix24: has it already; Kommo: waits, the outbox cannot be used");
        _log.Lines[1].Should().StartWith("Info Call c1 delivered late: ").And.EndWith("; Kommo: registered as 2");
    }

    [TestMethod]
    public void The_end_of_a_past_call_contains_its_date()
    {
        var end = SomeStage.End("c1") with { IsPast = true };
        _ends.Add(end);
        _ends.Done(ToBitrix24, end, "registered");
        _ends.Done(ToKommo, end, "registered");

        _log.Lines.Should().ContainSingle().Which.Should().StartWith("Info Past call c1 of 2026-11-21 12:00:00: ");
    }

    [TestMethod]
    [DataRow(1, 1, "", null)]
    [DataRow(9, 1, "", null)]
    [DataRow(20, 30, "", "registered, waits for the recording file")]
    [DataRow(1, 2, "no connection", null)]
    [DataRow(1, 300, "no connection", "registered, waits, no connection")]
    [DataRow(2, 4, "no connection", "registered, waits, no connection")]
    public void A_wait_is_logged_unless_it_ends_within_a_moment(int tries, int due, string error, string? said)
    {
        _ends.Add(SomeStage.End("c1"));
        _ends.Done(ToKommo, SomeStage.End("c1"), "done");

        _ends.Waits(ToBitrix24, Steps(new(ToBitrix24, "recording file")
            { State = StepState.Waiting, Tries = tries, Due = _time.GetUtcNow().AddSeconds(due), Error = error }),
                "registered");

        _log.Lines.Select(line => line.Split("Bitrix24: ")[1].Split("; Kommo")[0])
            .Should().Equal(said is null ? Array.Empty<string>() : [said]);
    }

    [TestMethod]
    public void A_dead_letter_that_a_call_waits_for_is_named()
    {
        _ends.Add(SomeStage.End("c1"));
        _ends.Done(ToKommo, SomeStage.End("c1"), "done");

        _ends.Waits(
            ToBitrix24, Steps(
                new(ToBitrix24, "register") { State = StepState.DeadLettered, Error = "no such user" }), null);

        _log.Lines.Should().ContainSingle().Which
            .Should().Contain("; Bitrix24: waits, dead letter \"register\" (./run.sh outbox)");
    }

    private CallSteps Steps(OutboxRequest step)
    {
        var nothing = new Nothing();
        return new(step.Call, [step], nothing, nothing, RetryDelays.Default, _time);
    }

    /// <summary>Stores these calls and sends them nowhere.</summary>
    private sealed class Nothing : IStepStore, ICrmTransport
    {
        public Task SaveAsync(OutboxRequest step, CancellationToken token) => Task.CompletedTask;

        public Task<JsonElement> SendAsync(string method, JsonObject parameters, bool outcomeUnknown,
            CancellationToken token) =>
            throw new NotSupportedException("Nothing is sent here.");
    }
}
