using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

/// <summary>A request that a stage waits for becomes due while the stage is put off.</summary>
[TestClass]
public sealed class AwaitedRequestTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly ManualTime _time = new();

    [TestCleanup]
    public void Clean()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task It_is_left_to_the_stage_and_its_call_goes_on_with_it()
    {
        await using var store = await OutboxStore.OpenAsync(
            new() { File = _folder.File("outbox.db") }, _time, _limit.Token);
        var crm = new AwayOnce(_time);
        var sides = new Dictionary<AccountId, CrmSide> { [Crm.Kommo] = new(crm, crm) };
        var outbox = new CallOutbox(store, sides, RetryDelays.Default, 1, _time);
        using var stop = new CancellationTokenSource();
        var running = await outbox.StartAsync(stop.Token);

        await outbox.AddAsync(SomeStage.End("c1"), _limit.Token);
        await outbox.IdleAsync().WaitAsync(_limit.Token);
        crm.Sent.Should().Be(1);
        await outbox.WakeDueAsync(_limit.Token);
        await outbox.IdleAsync().WaitAsync(_limit.Token);

        crm.Sent.Should().Be(2);
        (await store.LoadAsync(new(Crm.Kommo, "c1"), _limit.Token)).IsComplete.Should().BeTrue();
        await stop.CancelAsync();
        await running;
    }

    private sealed class AwayOnce(ManualTime time) : ICallStageHandler, ICrmTransport
    {
        public int Sent { get; private set; }

        public async Task<StepOutcome> HandleStageAsync(CallStageEvent stage, CallSteps steps, CancellationToken token)
        {
            var outcome = await steps.SendAsync(
                new("note", "method", null, new JsonObject()), _ => Task.FromResult<JsonObject?>([]), token);
            if (outcome.IsDeferred)
                time.Advance(TimeSpan.FromMinutes(1));
            return outcome;
        }

        public string OutcomeOf(CallSteps steps) => "sent";

        public string? RegisteredAs(CallSteps steps) => null;

        public Task<JsonElement> SendAsync(
            string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token) => ++Sent == 1
            ? throw new CrmException(CrmFailure.Unreachable, "The CRM is away.")
            : Task.FromResult(JsonElement.Parse("{}"));
    }
}
