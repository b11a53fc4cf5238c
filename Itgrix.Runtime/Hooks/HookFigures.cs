using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Metrics;

namespace Itgrix.Runtime.Hooks;

/// <summary>Statistics of one hook since the start, for status and console.</summary>
internal sealed class HookFigures
{
    private readonly LatencyHistogram _waiting = new();
    private readonly LatencyHistogram _running = new();
    private readonly long[] _outcomes = new long[Enum.GetValues<OutcomeKind>().Length];
    private long _timeouts, _starved, _failuresInRow;
    private volatile LastFailure? _lastFailure, _lastStarved;
    private volatile string? _version;

    public void Add(HookOutcome outcome, DateTimeOffset now)
    {
        Interlocked.Increment(ref _outcomes[(int)outcome.Kind]);
        if (outcome.TimedOut)
            Interlocked.Increment(ref _timeouts);
        if (outcome.Starved)
        {
            Interlocked.Increment(ref _starved);
            _lastStarved = new(now, outcome.Reason!);
        }
        if (outcome.Kind == OutcomeKind.Failed)
            Interlocked.Increment(ref _failuresInRow);
        else
            Interlocked.Exchange(ref _failuresInRow, 0);
        if (outcome.Engine is not null)
        {
            _waiting.Add(outcome.Waited);
            _running.Add(outcome.Elapsed);
            _version = outcome.Version ?? _version;
        }
        if (outcome.Kind == OutcomeKind.Failed)
            _lastFailure = new(now, outcome.Reason!);
    }

    public HookFiguresSnapshot Read(HookDefinition hook) => new(
        hook.Id, _version, _outcomes.Sum(),
        Enum.GetValues<OutcomeKind>().ToDictionary(
            HookOutcome.NameOf, kind => Interlocked.Read(ref _outcomes[(int)kind])),
        Interlocked.Read(ref _timeouts), Read(_waiting), Read(_running), _lastFailure)
    {
        Starved = Interlocked.Read(ref _starved), LastStarved = _lastStarved,
        FailuresInRow = Interlocked.Read(ref _failuresInRow),
    };

    private static Percentiles Read(LatencyHistogram histogram) => new(
        histogram.Percentile(50).TotalMilliseconds, histogram.Percentile(95).TotalMilliseconds,
        histogram.Percentile(99).TotalMilliseconds) { Count = histogram.Count, Sum = histogram.Total };
}

/// <summary>A hook's statistics at one moment.</summary>
/// <param name="Hook">For example <c>kommo/need_registration</c>.</param>
/// <param name="Version">Version of the file that ran last: the start of its content's hash.</param>
/// <param name="Count">Calls of the hook, also those without a file.</param>
/// <param name="Outcomes">Number of calls by outcome.</param>
/// <param name="Timeouts">Number of failures by timeout.</param>
/// <param name="WaitingMs">Time waiting for a worker, of calls that ran.</param>
/// <param name="RunningMs">Time running, of calls that ran.</param>
internal sealed record HookFiguresSnapshot(
    string Hook, string? Version, long Count, IReadOnlyDictionary<string, long> Outcomes, long Timeouts,
    Percentiles WaitingMs, Percentiles RunningMs, LastFailure? LastFailure)
{
    /// <summary>Number of failures because the machine was busy; some are timeouts as well.</summary>
    public long Starved { get; init; }

    /// <summary>The last of these; <c>null</c> when there was none.</summary>
    public LastFailure? LastStarved { get; init; }

    /// <summary>Number of failures since the last call that did not fail.</summary>
    public long FailuresInRow { get; init; }
}

/// <summary>Milliseconds.</summary>
internal sealed record Percentiles(double P50, double P95, double P99)
{
    /// <summary>Number of values.</summary>
    public long Count { get; init; }

    /// <summary>Sum of the values.</summary>
    public TimeSpan Sum { get; init; }
}

/// <summary>Time and reason of a hook's last failure.</summary>
internal sealed record LastFailure(DateTimeOffset At, string Reason);
