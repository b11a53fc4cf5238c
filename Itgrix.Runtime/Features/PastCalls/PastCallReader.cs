using System.Runtime.CompilerServices;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>Reads past calls from Asterisk's channel events, each with its own tracker.</summary>
/// <param name="zone">The time zone of the Asterisk server.</param>
internal sealed class PastCallReader(ICelStore store, Func<NumberPlan> numbers, TimeZoneInfo zone, TimeProvider time)
{
    /// <summary>How channels are recognised.</summary>
    public ChannelOptions Channels { get; init; } = ChannelOptions.Default;

    /// <summary>The calls with an event in the period, in the order of these events.</summary>
    /// <param name="period">Times of the server.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="CelStoreException">The events cannot be read.</exception>
    public async IAsyncEnumerable<string> CallsAsync(
        PastPeriod period, [EnumeratorCancellation] CancellationToken token)
    {
        var seen = new HashSet<string>();
        await foreach (var record in store.ReadAsync(period.From, period.To, token))
        {
            if (record.LinkedId.Length > 0 && seen.Add(record.LinkedId))
                yield return record.LinkedId;
        }
    }

    /// <summary>One call.</summary>
    /// <exception cref="CelStoreException">The events cannot be read.</exception>
    public async Task<PastCall> ReadAsync(string id, CancellationToken token)
    {
        var tracker = new CallTracker { Numbers = numbers(), ChannelOptions = Channels };
        var stages = new List<CallStageEvent>();
        var isThere = false;
        await foreach (var record in store.ReadCallAsync(id, token))
        {
            isThere = true;
            stages.AddRange(tracker.Apply(record));
        }
        if (!isThere)
            return new(PastCallState.NotFound, []);
        // A call that merged into another one ends a moment later, without an event of its own.
        stages.AddRange(tracker.Tick(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime));
        // Channels that joined it had calls of their own before.
        return Read([.. stages.Where(stage => stage.CallId == id).Select(stage => stage with { IsPast = true })],
            tracker.IsInProgress(id));
    }

    private static PastCall Read(IReadOnlyList<CallStageEvent> stages, bool goesOn)
    {
        if (stages is not [.., { Stage: CallStage.CallEnded } end])
            return new(goesOn ? PastCallState.UnderWay : PastCallState.Internal, []);
        return CallFlow.MayBeRegistered(end.Call) ? new(PastCallState.Queued, stages) : new(PastCallState.Internal, []);
    }
}

/// <summary>A past call as it was read.</summary>
/// <param name="State"><see cref="PastCallState.Queued"/> when it will be delivered.</param>
/// <param name="Stages">Its stages; none when it will not be delivered.</param>
internal sealed record PastCall(PastCallState State, IReadOnlyList<CallStageEvent> Stages);
