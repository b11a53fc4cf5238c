namespace Itgrix.Runtime.Crms.RateLimits;

/// <summary>
/// The counter of Bitrix24: each request adds one, and the counter leaks evenly.
/// </summary>
/// <param name="perSecond">The leak rate.</param>
/// <param name="burst">The capacity, above which Bitrix24 refuses requests.</param>
internal sealed class LeakyBucket(double perSecond, int burst) : RateLimit
{
    private const double Rounding = 1e-6;

    // Requests that were sent apart may arrive together, so the last tenth stays free.
    private readonly double _max = burst - Math.Max(1, burst / 10);
    private double _level;
    private TimeSpan _at;

    public override TimeSpan Take(TimeSpan now, long turn)
    {
        Drain(now);
        if (_level + 1 > _max + Rounding)
            return UntilRoom();
        _level++;
        return TimeSpan.Zero;
    }

    // The bucket is full; another program at this address may have filled it.
    public override (TimeSpan Delay, bool IsNew) Refused(TimeSpan now, TimeSpan? retryAfter)
    {
        Drain(now);
        _level = Math.Max(_level, burst);
        return (UntilRoom(), true);
    }

    public override (double Level, double Most)? LevelAt(TimeSpan now)
    {
        Drain(now);
        return (_level, burst);
    }

    // In whole milliseconds, like timers.
    private TimeSpan UntilRoom() =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(((_level + 1 - _max) / perSecond - Rounding) * 1000)));

    private void Drain(TimeSpan now)
    {
        if (now <= _at)
            return;
        _level = Math.Max(0, _level - (now - _at).TotalSeconds * perSecond);
        _at = now;
    }
}
