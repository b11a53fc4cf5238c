using System.Collections.Concurrent;
using Itgrix.Hooks;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

[TestClass]
public sealed class CallIntakeTests
{
    private static readonly string[] OfOneCall =
        ["c1/c1.2/ConversationRequested", "c1/c1.2/ConversationAccepted", "c1/c1.2/ConversationEnded", "c1/CallEnded"];

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly ManualTime _time = new();
    private readonly FakeCelStore _store = new();

    [TestCleanup]
    public void Clean()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    public async Task Stages_during_a_lost_connection_are_handled_once()
    {
        await KnowNow();
        _store.Records.AddRange(CallAt(minute: 1).Whole());
        _time.Advance(TimeSpan.FromMinutes(5));

        await using var run = Run();
        run.Connects();
        run.Connects();
        run.Says(CallAt(minute: 1).Whole());
        await run.Finish(_limit.Token);

        run.Handled.Keys().Should().Equal(OfOneCall);
    }

    [TestMethod]
    public async Task Missed_events_are_read_after_the_reconnect()
    {
        await KnowNow();
        var events = CallAt(minute: 1).Whole().ToList();
        await using var run = Run();
        run.Connects();
        await run.Intake.CaughtUp.WaitAsync(_limit.Token);
        run.Says(events.Take(4));
        _store.Records.AddRange(events.Take(8));
        _time.Advance(TimeSpan.FromMinutes(5));
        run.Connects();
        run.Says(events.Skip(6));
        await run.Finish(_limit.Token);

        run.Handled.Keys().Should().Equal(OfOneCall);
    }

    [TestMethod]
    public async Task At_the_very_first_start_only_calls_under_way_are_known_and_with_the_numbers_of_the_settings()
    {
        var underWay = CallAt(minute: -60);
        _store.Records.AddRange([.. underWay.Answered(), .. CallAt(minute: -30, "over").Whole()]);

        await using var run = Run(numbers: new() { Prefixes = ["+1", "1"] });
        run.Connects();
        await run.Intake.CaughtUp.WaitAsync(_limit.Token);
        run.Tracker.Count.Should().Be(1);
        run.Says(underWay.After(TimeSpan.FromMinutes(61)).Over());
        await run.Finish(_limit.Token);

        run.Handled.Keys().Should().Equal(OfOneCall[2..]);
        run.Handled.Last().Call.Client.Base.Should().Be("2025550123");
    }

    [TestMethod]
    public async Task Calls_that_ended_before_the_very_first_start_are_never_handled()
    {
        var underWay = CallAt(minute: -60);
        _store.Records.AddRange([.. underWay.Answered(), .. CallAt(minute: -30, "over").Whole()]);
        await KnowNow();

        await using var run = Run();
        run.Connects();
        run.Says(underWay.After(TimeSpan.FromMinutes(61)).Over());
        await run.Finish(_limit.Token);

        run.Handled.Keys().Should().Equal(OfOneCall[2..]);
    }

    [TestMethod]
    public async Task Stages_that_a_stop_left_unstored_are_handled_after_the_restart_and_only_they()
    {
        await KnowNow();
        _store.Records.AddRange([.. CallAt(minute: 1).Whole(), .. CallAt(minute: 3, "later").Whole()]);
        _time.Advance(TimeSpan.FromMinutes(5));
        await using (var run = Run(stage => stage.Key == OfOneCall[0] || stage.CallId == "later" ? Task.CompletedTask
            : Task.FromException(new OperationCanceledException("the database is down, and the service stops"))))
        {
            run.Connects();
            await run.Finish(_limit.Token);
            run.Handled.Keys().Where(key => key.StartsWith("c1/")).Should().Equal(OfOneCall[0]);
            run.Position.Should().BeOnOrBefore(CallAt(minute: 1).Whole().First().Time, "a restart reads it again");
        }

        await using var restarted = Run();
        restarted.Connects();
        await restarted.Finish(_limit.Token);

        restarted.Handled.Keys().Should().Equal(OfOneCall[1..]);
    }

    [TestMethod]
    public async Task A_stop_waits_for_the_stages_that_are_being_stored()
    {
        await KnowNow();
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var run = Run(async _ =>
        {
            begun.TrySetResult();
            await goOn.Task;
        });
        run.Says(CallAt(minute: 1).Whole());
        await begun.Task.WaitAsync(_limit.Token);

        var stopped = run.DisposeAsync().AsTask();
        stopped.IsCompleted.Should().BeFalse();
        goOn.SetResult();
        await stopped.WaitAsync(_limit.Token);

        run.Handled.Keys().First().Should().Be(OfOneCall[0]);
    }

    [TestMethod]
    public async Task A_call_that_ended_during_an_outage_ends_once_Asterisk_no_longer_has_it()
    {
        await KnowNow();
        await using var run = Run(store: null);
        run.Says(CallAt(minute: 1).Answered());
        run.Alive = new HashSet<string> { "c1" };
        run.Connects();
        await run.Intake.CaughtUp.WaitAsync(_limit.Token);
        run.Tracker.Count.Should().Be(1);
        run.Alive = new HashSet<string>();
        run.Connects();
        // Its end may still arrive, for half a minute.
        await Eventually.CompletedAsync(
            run.NextAsync(OfOneCall.Length, _limit.Token), () => _time.Advance(TimeSpan.FromSeconds(10)));
        await run.Finish(_limit.Token);

        run.Handled.Keys().Should().Equal(OfOneCall);
    }

    [TestMethod]
    public async Task A_store_that_cannot_be_read_for_a_while_is_tried_again_after_growing_pauses()
    {
        await KnowNow();
        _store.Records.AddRange(CallAt(minute: 1).Whole());
        for (var i = 0; i < 3; i++)
            _store.Errors.Enqueue(new("the database is away", isTransient: true));
        _time.Advance(TimeSpan.FromMinutes(5));

        await using var run = Run();
        run.Connects();
        foreach (var pause in new[] { 1, 2, 4 })
        {
            await _time.WaitForTimer(TimeSpan.FromSeconds(pause), _limit.Token);
            run.Handled.Should().BeEmpty();
            _time.Advance(TimeSpan.FromSeconds(pause));
        }
        await run.Finish(_limit.Token);

        run.Handled.Keys().Should().Equal(OfOneCall);
    }

    [TestMethod]
    public async Task A_store_that_needs_an_administrator_does_not_delay_live_calls()
    {
        await KnowNow();
        using var log = new RecordedLog();
        _store.Errors.Enqueue(new("there is no table cel: create it"));

        await using var run = Run();
        run.Connects();
        run.Says(CallAt(minute: 1).Whole());
        await run.Finish(_limit.Token);

        run.Handled.Keys().Should().Equal(OfOneCall);
        log.Lines.Should().ContainSingle(line => line.StartsWith("Error", StringComparison.Ordinal))
            .Which.Should().Contain("there is no table cel");
    }

    [TestMethod]
    [DataRow(true), DataRow(false)]
    public async Task Calls_of_an_outage_are_handled_once_the_store_answers_however_long_it_was_away(bool isTransient)
    {
        await KnowNow();
        _store.Records.AddRange(CallAt(minute: 1).Whole());
        for (var tries = 0; tries < 7; tries++)
            _store.Errors.Enqueue(new("the database is away", isTransient: isTransient));
        _time.Advance(TimeSpan.FromMinutes(5));

        await using var run = Run();
        run.Connects();
        foreach (var pause in isTransient ? new[] { 1, 2, 4, 8, 16 } : [])
            await PassAsync(TimeSpan.FromSeconds(pause));
        await run.Intake.CaughtUp.WaitAsync(_limit.Token);
        run.Says(CallAt(minute: 6, call: "live").Whole());
        var live = run.Handled;
        while (live.Count < OfOneCall.Length)
            await run.NextAsync(_limit.Token);
        live.Keys().Should()
            .OnlyContain(key => key.StartsWith("live/"), "live calls do not wait for those of the outage");
        run.Position.Should().BeBefore(CallAt(minute: 1).Time, "a restart would read them again");
        while (_store.Errors.Count > 0)
            await PassAsync(TimeSpan.FromMinutes(1));
        await PassAsync(TimeSpan.FromMinutes(1));
        while (run.Handled.Count < OfOneCall.Length * 2)
            await run.NextAsync(_limit.Token);
        await run.Finish(_limit.Token);

        run.Handled.Keys().Where(key => key.StartsWith("c1/")).Should().Equal(OfOneCall);
        run.Handled.Keys().Should().OnlyHaveUniqueItems();
    }

    [TestMethod]
    public async Task The_beginning_of_the_earliest_call_under_way_is_where_a_restart_reads_from()
    {
        await KnowNow();
        var early = CallAt(minute: 1);
        await using (var run = Run())
        {
            run.Says([.. early.Answered(), .. CallAt(minute: 3, "late").Whole()]);
            _time.Advance(TimeSpan.FromMinutes(5));
            run.Connects();
            await run.Finish(_limit.Token);
            run.Position.Should().Be(CallAt(minute: 1).Answered().First().Time);
        }

        _store.Records.AddRange([.. CallAt(minute: 1).Whole(), .. CallAt(minute: 3, "late").Whole()]);
        await using var restarted = Run();
        restarted.Connects();
        await restarted.Finish(_limit.Token);

        restarted.Handled.Keys().Should().Equal(OfOneCall[2..]);
    }

    [TestMethod]
    public async Task A_record_of_years_ahead_does_not_hide_what_comes_after_it()
    {
        await KnowNow();
        await using (var run = Run())
        {
            run.Says(new CelStream("c8", new(9990, 1, 1)).Whole());
            await run.Finish(_limit.Token);
        }
        _store.Records.AddRange(CallAt(minute: 1).Whole());
        _time.Advance(TimeSpan.FromMinutes(5));

        await using var restarted = Run();
        restarted.Connects();
        await restarted.Finish(_limit.Token);

        restarted.Handled.Keys().Should().Equal(OfOneCall);
    }

    [TestMethod]
    [DynamicData(nameof(CallTrackerTroubleTests.Names), typeof(CallTrackerTroubleTests))]
    public async Task A_capture_with_restarts_in_between_is_handled_once(string name) =>
        await RestartAsync(CaptureEvents.Of(name).OfType<CelRecord>().ToList());

    [TestMethod]
    [DynamicData(nameof(FieldCallTests.Names), typeof(FieldCallTests))]
    public async Task A_call_of_the_field_with_restarts_in_between_is_handled_once(string name) =>
        await RestartAsync((await FieldCallTests.EventsAsync(name, _limit.Token)).OfType<CelRecord>().ToList());

    private async Task RestartAsync(IReadOnlyList<CelRecord> events)
    {
        var once = new CallTracker().Tell(events).Comparable();
        _time.Advance(events[0].Time.AddMinutes(-1) - _time.GetUtcNow().DateTime);
        await KnowNow();
        var handled = new ConcurrentQueue<CallStageEvent>();
        for (var part = 1; part <= 4; part++)
        {
            _store.Records.Clear();
            _store.Records.AddRange(events.Take(events.Count * part / 4));
            _time.Advance(_store.Records[^1].Time - _time.GetUtcNow().DateTime);
            await using var run = Run();
            run.Connects();
            await run.Finish(_limit.Token);
            foreach (var stage in run.Handled)
                handled.Enqueue(stage);
        }

        handled.Keys().Should().OnlyHaveUniqueItems();
        handled.Comparable().Should().Equal(once);
    }

    private async Task PassAsync(TimeSpan pause)
    {
        await _time.WaitForTimer(pause, _limit.Token);
        _time.Advance(pause);
    }

    // A first run, so that this moment is known as the beginning.
    private async Task KnowNow()
    {
        await using var run = Run();
        run.Connects();
        await run.Finish(_limit.Token);
        run.Handled.Should().BeEmpty();
    }

    private static CelStream CallAt(int minute, string call = "c1") =>
        new(call, new ManualTime().GetUtcNow().DateTime.AddMinutes(minute));

    private IntakeRun Run(
        Func<CallStageEvent, Task>? handle = null, Itgrix.Runtime.Telephony.Numbers.NumberOptions? numbers = null) =>
        new(_folder.Path, _store, _time, numbers, handle);

    private IntakeRun Run(ICelStore? store) => new(_folder.Path, store, _time);
}
