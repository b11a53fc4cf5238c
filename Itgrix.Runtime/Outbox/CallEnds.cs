using Itgrix.Hooks;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Logs the end of each call once, when the outcome for every CRM is known or the call has to wait.
/// </summary>
/// <param name="accounts">The accounts that get calls.</param>
internal sealed class CallEnds(IReadOnlyCollection<AccountId> accounts)
{
    private static readonly ILogger Log = AppLog.For("calls");

    private const int MaxRemembered = 100_000;

    // A recording is complete moments after the call; only a longer wait is logged.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, EndedCall> _open = [];
    private readonly RecentIds _logged = new(MaxRemembered);

    public IReadOnlyCollection<AccountId> Accounts => accounts;

    /// <summary>Receives each end that is logged, with the outcome for the CRMs.</summary>
    public Action<CallStageEvent, string>? Logged { get; set; }

    /// <summary>Registers the end of a call that is about to be handled for every CRM.</summary>
    public void Add(CallStageEvent end)
    {
        lock (_gate)
        {
            if (accounts.Count > 0 && !_logged.Contains(end.CallId))
                _open.TryAdd(end.CallId, new(end));
        }
    }

    /// <summary>Records that all requests of the call to this CRM are done.</summary>
    public void Done(CallKey call, CallStageEvent end, string outcome)
    {
        if (!Note(call, outcome, isFinal: true))
            CallLogMessages.DeliveredLate(Log, end, $"{call.Account}: {outcome}");
    }

    /// <summary>Records that this CRM has the call from before, so that nothing is done.</summary>
    public void Known(CallKey call) => Note(call, "has it already");

    /// <summary>Records that the call continues later, for a reason on this side.</summary>
    public void Waits(CallKey call, string reason) => Note(call, $"waits, {reason}");

    /// <summary>Records that the call continues later; a retry within moments is not logged.</summary>
    /// <param name="call">The call.</param>
    /// <param name="steps">The steps of the call so far.</param>
    /// <param name="registered">How the CRM has the call so far; <c>null</c> when it does not have it.</param>
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

    // False when the end of this call is not open: this run or an earlier one logged it.
    private bool Note(CallKey call, string outcome, bool isFinal = false)
    {
        EndedCall? ended;
        lock (_gate)
        {
            if (!_open.TryGetValue(call.CallId, out ended))
                return false;
            if (!isFinal && ended.Final.Contains(call.Account))
                return true;
            if (isFinal)
                ended.Final.Add(call.Account);
            ended.Outcomes[$"{call.Account}"] = outcome;
            if (ended.Outcomes.Count < accounts.Count)
                return true;
            _open.Remove(call.CallId);
            _logged.Add(call.CallId);
        }
        var outcomes = ended.ToString();
        CallLogMessages.Ended(Log, ended.End, outcomes);
        Logged?.Invoke(ended.End, outcomes);
        return true;
    }

    private sealed record EndedCall(CallStageEvent End)
    {
        public SortedDictionary<string, string> Outcomes { get; } = new(StringComparer.Ordinal);

        /// <summary>The CRMs that have their final outcome.</summary>
        public HashSet<AccountId> Final { get; } = [];

        // CRMs with the same outcome are listed together.
        public override string ToString() => string.Join("; ", Outcomes.GroupBy(one => one.Value)
            .Select(same => $"{string.Join(" and ", same.Select(one => one.Key))}: {same.Key}"));
    }
}
