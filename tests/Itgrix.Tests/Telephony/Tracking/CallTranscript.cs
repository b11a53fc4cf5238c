using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>One stage of a call as text, with the hooks that ran at it.</summary>
internal sealed record TranscriptStage(string Text, IReadOnlyList<string> Hooks);

/// <summary>A call as text, the format of <c>tests/captures/*.expected</c>.</summary>
internal sealed record CallTranscript(
    string Header, IReadOnlyList<string> Before,
    IReadOnlyList<TranscriptStage> Stages, IReadOnlyList<(string Who, int? Seconds)> Talks)
{
    private static readonly string[] Known =
    [
        "process_client_phone", "process_user_phone", "need_registration", "process_record_file_path",
        "process_originate_params", "customize_autodistribution",
    ];

    /// <summary>The number plan of the captured PBX.</summary>
    public static NumberPlan Numbers { get; } = new(new() { Prefixes = ["+1", "1", "91", "81"] }, []);

    /// <summary>Runs the events through tracker and hooks of Bitrix24.</summary>
    public static async Task<IReadOnlyList<CallTranscript>> Of(IEnumerable<PbxEvent> events, CancellationToken token)
    {
        var tracker = new CallTracker { Numbers = Numbers };
        var transcript = new Transcriber();
        foreach (var next in events)
        {
            foreach (var stage in tracker.Apply(next))
                await transcript.Take(stage, token);
        }
        tracker.Count.Should().Be(0, "every call of a capture ends in it");
        return transcript.Calls;
    }

    public override string ToString() => string.Join('\n', [
        Header,
        .. Before.Count > 0 ? [$"before the call: {string.Join(' ', Before)}"] : Array.Empty<string>(),
        .. Stages.Select(stage => $"{stage.Text}    ({string.Join(' ', stage.Hooks)})"),
        .. Talks.Select(
            talk => talk.Seconds is { } seconds ? $"{talk.Who} talked {seconds} s" : $"{talk.Who} never answered")]);

    /// <summary>Runs the hooks of each stage and records the result.</summary>
    internal sealed class Transcriber : IStepStore, ICrmTransport, IDisposable
    {
        private readonly Dictionary<string, List<TranscriptStage>> _stages = [];
        private readonly Dictionary<string, List<string>> _before = [];
        private readonly Dictionary<string, CallStageEvent> _last = [];
        private readonly HookRunner _hooks = new(new CustomizerOptions { Folders = [new("/nowhere", null)] }, []);
        private readonly CallFlow _flow;
        private readonly PreCallHooks _beforeCall;
        private List<string> _ran = [];

        public Transcriber()
        {
            _flow = new NumbersAndRecording(_hooks, (_, outcome) => _ran.Add(outcome.Hook.Name));
            _beforeCall = new(CrmModules.Of(Crm.Bitrix24), _hooks, (_, outcome) => _ran.Add(outcome.Hook.Name));
        }

        public IReadOnlyList<CallTranscript> Calls => [.. _stages.Select(call =>
            new CallTranscript(HeaderOf(_last[call.Key]),
                _before.GetValueOrDefault(call.Key, []), call.Value, TalksOf(_last[call.Key])))];

        public async Task Take(CallStageEvent stage, CancellationToken token)
        {
            _ran = [];
            await _beforeCall.RunAsync(stage, token);
            if (_ran.Count > 0)
                _before[stage.CallId] = _ran;
            _ran = [];
            await _flow.HandleStageAsync(stage,
                new(new(Crm.Bitrix24, stage.CallId), [], this, this, RetryDelays.Default, TimeProvider.System), token);
            if (!_stages.TryGetValue(stage.CallId, out var stages))
                _stages[stage.CallId] = stages = [];
            stages.Add(new(TextOf(stage), [.. _ran.Where(Known.Contains)]));
            _last[stage.CallId] = stage;
        }

        public Task SaveAsync(OutboxRequest step, CancellationToken token) => Task.CompletedTask;

        public Task<JsonElement> SendAsync(
            string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token) =>
            throw new NotSupportedException("These calls are delivered to no CRM.");

        public void Dispose() => _hooks.Dispose();
    }

    /// <summary>The part that is the same for every CRM.</summary>
    private sealed class NumbersAndRecording(
        HookRunner hooks, Action<CallStageEvent, HookOutcome> ran)
        : CallFlow(Crm.Bitrix24, new(TimeZoneInfo.Utc, () => Numbers, hooks, TimeProvider.System) { Ran = ran })
    {
        protected override Task<StepOutcome> RequestedAsync(CallContext call, CancellationToken token) => Nothing;

        protected override Task<StepOutcome> AcceptedAsync(CallContext call, CancellationToken token) => Nothing;

        protected override Task<StepOutcome> EndedAsync(CallContext call, CancellationToken token) => Nothing;

        protected override async Task<StepOutcome> CallEndedAsync(CallContext call, CancellationToken token)
        {
            await call.RecordingAsync(RecordingUse.Link, token);
            return StepOutcome.None;
        }
    }

    private static string TextOf(CallStageEvent stage) => stage.Stage switch
    {
        CallStage.CallEnded => string.Create(CultureInfo.InvariantCulture, $"call_ended {stage.Call.Result}"),
        _ => $"{stage.Stage.ToString()["Conversation".Length..].ToLowerInvariant()} "
            + $"{stage.Call.ActiveConversation!.Employee.Original}",
    };

    internal static string HeaderOf(CallStageEvent last)
    {
        var line = last.Call.Channel;
        var from = line.From.Original.Length > 0 ? line.From.Original : "nobody";
        var to = line.To.Original.Length > 0 ? line.To.Original : "nobody";
        return $"call {line.Type.ToString().ToLowerInvariant()} {from} -> {to}"
            + (last.IsOriginated ? ", by a click" : "") + (last.Call.IsIvr ? ", missed in the voice menu" : "");
    }

    private static IReadOnlyList<(string, int?)> TalksOf(CallStageEvent last) =>
        [.. last.Call.Conversations.Values.Select(one =>
        (one.Employee.Original, one.Channel.WasAnswered ? (int?)Math.Round(one.Channel.TalkTime.TotalSeconds) : null))];
}
