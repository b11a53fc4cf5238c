using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Logging;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Logs the end of each call once, as soon as it is known of every CRM what it got, or that it has to wait for that.
/// </summary>
/// <param name="crms">The CRMs that get calls.</param>
internal sealed class CallEnds(IReadOnlyCollection<Crm> crms)
{
    private const int MaxRemembered = 100_000;

    // A recording is complete moments after the call; a longer wait is worth a word.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, EndedCall> _open = [];
    private readonly RecentIds _logged = new(MaxRemembered);

    /// <summary>Gets each end that is logged, with what the CRMs got.</summary>
    public Action<CallStageEvent, string>? Logged { get; set; }

    /// <summary>The end of a call is about to be handled for every CRM.</summary>
    public void Add(CallStageEvent end)
    {
        lock (_gate)
        {
            if (crms.Count > 0 && !_logged.Contains(end.CallId))
                _open.TryAdd(end.CallId, new(end));
        }
    }

    /// <summary>All requests of the call to this CRM are done.</summary>
    public void Done(CallKey call, CallStageEvent end, string outcome)
    {
        if (!Note(call, outcome, isFinal: true))
            CallLogMessages.DeliveredLate(end, $"{call.Crm}: {outcome}");
    }

    /// <summary>This CRM got the call before, so that nothing is done.</summary>
    public void Known(CallKey call) => Note(call, "has it already");

    /// <summary>The call goes on later, for a reason of ours.</summary>
    public void Waits(CallKey call, string reason) => Note(call, $"waits, {reason}");

    /// <summary>The call goes on later. A retry in a moment is not worth a word.</summary>
    /// <param name="call">The call.</param>
    /// <param name="steps">What was done for it.</param>
    /// <param name="registered">As what the CRM has it by now; <c>null</c> when it has not.</param>
    public void Waits(CallKey call, CallSteps steps, string? registered)
    {
        if (steps.WaitsFor is { } step && Reason(step, steps.DueIn(step)) is { } reason)
            Note(call, registered is null ? reason : $"{registered}, {reason}");
    }

    private static string? Reason(OutboxRequest step, TimeSpan? dueIn) => step switch
    {
        { State: StepState.DeadLettered } => $"waits, dead letter \"{step.Name}\" (./run.sh outbox)",
        { Tries: <= 1 } when dueIn <= Moment => null,
        { Error.Length: > 0 } => $"waits, {PrintableText.Short(step.Error, 200)}",
        _ when dueIn > Moment => $"waits for the {step.Name}",
        _ => null,
    };

    // False when the end of this call is not open: it was logged, by this run or an earlier one.
    private bool Note(CallKey call, string outcome, bool isFinal = false)
    {
        EndedCall? ended;
        lock (_gate)
        {
            if (!_open.TryGetValue(call.CallId, out ended))
                return false;
            if (!isFinal && ended.Final.Contains(call.Crm))
                return true;
            if (isFinal)
                ended.Final.Add(call.Crm);
            ended.Outcomes[call.Crm] = outcome;
            if (ended.Outcomes.Count < crms.Count)
                return true;
            _open.Remove(call.CallId);
            _logged.Add(call.CallId);
        }
        var outcomes = ended.ToString();
        CallLogMessages.Ended(ended.End, outcomes);
        Logged?.Invoke(ended.End, outcomes);
        return true;
    }

    private sealed record EndedCall(CallStageEvent End)
    {
        public SortedDictionary<Crm, string> Outcomes { get; } = [];

        /// <summary>The CRMs of which nothing else is to be said any more.</summary>
        public HashSet<Crm> Final { get; } = [];

        // What is the same for several CRMs is said once.
        public override string ToString() => string.Join("; ", Outcomes.GroupBy(one => one.Value)
            .Select(same => $"{string.Join(" and ", same.Select(one => one.Key))}: {same.Key}"));
    }
}
