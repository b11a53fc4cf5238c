using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

/// <summary>A stage is handled while the disk still writes it, and nothing is sent before it is committed.</summary>
[TestClass]
public sealed class InFlightStageTests : ICrmTransport
{
    private const int Parallel = 4;

    private static readonly CallStageEvent Requested = StageOf(CallStage.ConversationRequested);
    private static readonly CallStageEvent Accepted = StageOf(CallStage.ConversationAccepted);
    private static readonly CallStageEvent Ended = StageOf(CallStage.CallEnded);

    private readonly TemporaryFolder _folder = new();
    private readonly HookRunner _hooks = new(new CustomizerOptions { Folders = [new("/nowhere", null)] }, []);
    private readonly CancellationTokenSource _stop = new(TestTimeout.Value);
    private RecordedLog _log = null!;
    private HeldStore _store = null!;
    private StepFlow _flow = null!;
    private CallOutbox _outbox = null!;
    private Task _running = null!;
    private volatile bool _isBroken;

    [TestInitialize]
    public async Task Start()
    {
        // Before the outbox: it records the lines of what is created after it.
        _log = new();
        var options = new OutboxOptions { File = _folder.File("outbox.db") };
        _store = new(await OutboxStore.OpenAsync(options, TimeProvider.System, _stop.Token));
        _flow = new(_hooks);
        var sides = new Dictionary<AccountId, CrmSide> { [Crm.Bitrix24] = new(_flow, this) };
        _outbox = new(_store, sides, RetryDelays.Default, Parallel, TimeProvider.System);
        _running = await _outbox.StartAsync(_stop.Token);
    }

    [TestCleanup]
    public async Task Clean()
    {
        await _stop.CancelAsync();
        await _running;
        await _store.DisposeAsync();
        _log.Dispose();
        _hooks.Dispose();
        _folder.Dispose();
        _stop.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_stage_is_handled_before_it_is_committed_and_sent_after()
    {
        var adding = _outbox.AddAsync(Requested, _stop.Token);
        (await _flow.MadeAsync(_stop.Token)).Should().Be(CallStage.ConversationRequested);

        adding.IsCompleted.Should().BeFalse();
        _store.LetGo();
        await adding;
        await _outbox.IdleAsync();

        _store.Log.Should()
            .Equal("kept ConversationRequested", "step ConversationRequested", "sent ConversationRequested",
            "step ConversationRequested", "delivered ConversationRequested");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_stage_that_is_not_committed_is_not_sent_and_comes_again()
    {
        var adding = _outbox.AddAsync(Requested, _stop.Token);
        await _flow.MadeAsync(_stop.Token);

        _store.Fail(new StorageException("The disk is full.", new IOException()));

        await adding.Invoking(task => task).Should().ThrowAsync<StorageException>();
        await _outbox.IdleAsync();
        _store.Log.Should().BeEmpty();
        _store.LetGo();
        await _outbox.AddAsync(Requested, _stop.Token);
        await _outbox.IdleAsync();
        _store.Log.Should().ContainSingle(line => line.StartsWith("sent"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_caller_that_cancels_blocks_neither_its_call_nor_others()
    {
        using var givesUp = new CancellationTokenSource();
        var adding = _outbox.AddAsync(Requested, givesUp.Token);
        await _flow.MadeAsync(_stop.Token);

        await givesUp.CancelAsync();

        await adding.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        await _outbox.IdleAsync();
        _store.LetGo();
        await _outbox.AddAsync(Requested, _stop.Token);
        await _outbox.IdleAsync();
        _store.Log.Should().ContainSingle(line => line.StartsWith("sent"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_stages_of_a_call_are_delivered_in_order()
    {
        var first = _outbox.AddAsync(Requested, _stop.Token);
        await _flow.MadeAsync(_stop.Token);
        _store.LetGo();

        // As the calls' queue does it: the next stage comes once the one before is accepted, delivered or not.
        await first;
        await _outbox.AddAsync(Accepted, _stop.Token);
        await _outbox.AddAsync(Ended, _stop.Token);
        await _outbox.IdleAsync();

        _store.Log.Where(line => line.StartsWith("sent")).Should()
            .Equal("sent ConversationRequested", "sent ConversationAccepted", "sent CallEnded");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_delivered_stage_is_not_delivered_again()
    {
        _store.LetGo();
        foreach (var stage in new[] { Requested, Requested, Accepted, Requested, Ended, Accepted, Ended })
        {
            await _outbox.AddAsync(stage, _stop.Token);
            await _outbox.IdleAsync();
        }

        _flow.Reached.Should()
            .Equal(CallStage.ConversationRequested, CallStage.ConversationAccepted, CallStage.CallEnded);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_stage_is_delivered_after_a_failed_read_of_the_store()
    {
        _store.FailLoads = 1;

        var adding = _outbox.AddAsync(Requested, _stop.Token);
        await _store.LoadFailed.WaitAsync(_stop.Token);
        _store.LetGo();
        await adding;
        await _outbox.IdleAsync();

        _store.Log.Should().ContainSingle(line => line.StartsWith("sent"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_bug_in_a_transport_stops_no_delivery()
    {
        _store.LetGo();
        _isBroken = true;
        // More than work in parallel.
        for (var call = 0; call < 2 * Parallel; call++)
            await _outbox.AddAsync(StageOf(CallStage.CallEnded, $"broken{call}"), _stop.Token);
        await _outbox.IdleAsync();

        _isBroken = false;
        await _outbox.AddAsync(Requested, _stop.Token);
        await _outbox.WakeDueAsync(_stop.Token);
        await _outbox.IdleAsync();

        _log.Lines.Should().Contain(line => line.StartsWith("Error") && line.Contains("broken0"));
        _store.Log.Where(line => line.StartsWith("sent"))
            .Should().HaveCount(2 * Parallel + 1, "they are sent once it is mended");
    }

    public Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        if (_isBroken)
            throw new InvalidOperationException("a bug");
        _store.Log.Enqueue($"sent {method}");
        return Task.FromResult(JsonElement.Parse("{}"));
    }

    private static CallStageEvent StageOf(CallStage stage, string call = "c1")
    {
        var client = new PhoneNumber { Original = "12025550123" };
        return SomeStage.Of(call, stage: stage) with
        {
            Call = new() { Channel = new() { Id = call, Type = CallType.Incoming, From = client } },
        };
    }

    /// <summary>A flow that sends one request for each stage.</summary>
    private sealed class StepFlow(HookRunner hooks) : CallFlow(
        Crm.Bitrix24, new(TimeZoneInfo.Utc, () => NumberPlan.Default, hooks, TimeProvider.System))
    {
        private readonly System.Threading.Channels.Channel<CallStage> _made =
            System.Threading.Channels.Channel.CreateUnbounded<CallStage>();

        public List<CallStage> Reached { get; } = [];

        /// <summary>Waits until the next request is made, and not sent yet.</summary>
        public async Task<CallStage> MadeAsync(CancellationToken token) => await _made.Reader.ReadAsync(token);

        protected override Task<StepOutcome> RequestedAsync(CallContext call, CancellationToken token) =>
            SendAsync(call, token);

        protected override Task<StepOutcome> AcceptedAsync(CallContext call, CancellationToken token) =>
            SendAsync(call, token);

        protected override Task<StepOutcome> EndedAsync(CallContext call, CancellationToken token) =>
            SendAsync(call, token);

        protected override Task<StepOutcome> CallEndedAsync(CallContext call, CancellationToken token) =>
            SendAsync(call, token);

        private Task<StepOutcome> SendAsync(CallContext call, CancellationToken token)
        {
            var stage = call.Stage.Stage;
            Reached.Add(stage);
            return call.SendAsync(new($"{stage}", $"{stage}", null, _ =>
            {
                _made.Writer.TryWrite(stage);
                return Task.FromResult<JsonObject>(new() { ["stage"] = $"{stage}" });
            }), token);
        }
    }
}
