using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Outbox;

/// <summary>Calls with a late recording, through outbox and restart.</summary>
[TestClass]
public sealed class AwaitedRecordingTests : IDisposable
{
    private readonly RecordingFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    public void Dispose()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_late_recording_is_attached_even_after_a_restart_and_then_nothing_waits()
    {
        await using var portal = await TestPortal.StartAsync(Bitrix24Settings.WithoutLimit with { Time = _time });
        await using (var run = await StartAsync(portal))
        {
            foreach (var stage in Stages())
                await run.Outbox.AddAsync(stage, _limit.Token);
            await run.Outbox.IdleAsync().WaitAsync(_limit.Token);
            portal.Sandbox.Table("call")
                .Should().ContainSingle().Which!["FINISHED"]!.GetValue<bool>().Should().BeTrue();
            (await run.Store.CountAsync(_limit.Token)).Should().Be((1, 0));
        }

        await using var next = await StartAsync(portal);
        await PassAsync(next);
        portal.Sandbox.Table("statistic")[0]!["RECORD"].Should().BeNull();
        _folder.Record("a.wav");
        await PassAsync(next);

        portal.Sandbox.Table("statistic")[0]!["RECORD"]!["SIZE"]!.GetValue<long>().Should().Be(16_044);
        (await next.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
        (await next.Store.OpenAsync(_limit.Token)).Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_that_never_arrives_is_given_up_and_then_nothing_waits()
    {
        await using var portal = await TestPortal.StartAsync(Bitrix24Settings.WithoutLimit with { Time = _time });
        await using var run = await StartAsync(portal);
        foreach (var stage in Stages())
            await run.Outbox.AddAsync(stage, _limit.Token);
        await run.Outbox.IdleAsync().WaitAsync(_limit.Token);

        _time.Advance(TimeSpan.FromHours(1));
        await PassAsync(run);

        (await run.Store.OpenAsync(_limit.Token)).Should().BeEmpty();
        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
    }

    private Task<OutboxRun> StartAsync(TestPortal portal)
    {
        var options = portal.Options
            with { Calls = new() { DefaultUser = 3 }, RequestsPerSecond = 1e6, Burst = 1_000_000 };
        options = options with { OAuth = options.OAuth! with { Tokens = _folder.Elsewhere("tokens") } };
        return OutboxRun.StartAsync(
            options, _folder.Elsewhere("outbox.db"), _time, _limit.Token, new(_folder.Options, _time));
    }

    private async Task PassAsync(OutboxRun run)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        await run.Outbox.WakeDueAsync(_limit.Token);
        await run.Outbox.IdleAsync().WaitAsync(_limit.Token);
    }

    private static IEnumerable<CallStageEvent> Stages()
    {
        var cel = new CelStream();
        return StageRules.Tracker().Tell([.. cel.Answered(), new RecordingStarted("c1", "a.wav"), .. cel.Over()]);
    }
}
