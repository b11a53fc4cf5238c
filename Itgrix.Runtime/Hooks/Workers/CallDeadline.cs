namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// The end of a call's time in its worker. Time in which the worker waited for a processor is not the hook's: where
/// that is most of it, the call gets it once more, at most as long again.
/// </summary>
/// <param name="limit">The hook's timeout.</param>
/// <param name="began">Timestamp of the call's begin.</param>
/// <param name="waited">How long the worker has waited for a processor in all; <c>null</c> when unknown.</param>
/// <param name="time">The clock.</param>
internal sealed class CallDeadline(TimeSpan limit, long began, Func<TimeSpan?> waited, TimeProvider? time = null)
{
    private const double MinShare = 0.5;

    // Looked at from the middle on: only slow calls pay for it.
    private (TimeSpan Ran, TimeSpan? Waited)? _middle;
    private TimeSpan _extension;

    /// <summary>How long the worker waited for a processor, where that is most of the time; else zero.</summary>
    public TimeSpan Starved { get; private set; }

    /// <summary>The time until the next look.</summary>
    public TimeSpan Left
    {
        get
        {
            var ran = Ran;
            if (_middle is null && ran >= limit / 2)
                _middle = (ran, waited());
            return (_middle is null ? limit / 2 : limit + _extension) - ran;
        }
    }

    public bool HasPassed
    {
        get
        {
            var ran = Ran;
            if (ran >= limit && _extension == TimeSpan.Zero && _middle is { Waited: { } before } middle)
                Extend(before, middle.Ran, ran);
            return ran >= limit + _extension;
        }
    }

    private TimeSpan Ran => (time ?? TimeProvider.System).GetElapsedTime(began);

    private void Extend(TimeSpan before, TimeSpan from, TimeSpan ran)
    {
        if (waited() - before is not { } later || ran <= from || later / (ran - from) is not >= MinShare)
            return;
        // As much in the first half as in the second.
        Starved = ran * Math.Min(1, later / (ran - from));
        _extension = Starved < limit ? Starved : limit;
    }
}
