namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// Models Bitrix24's counter of our requests: each request adds one, and the counter leaks evenly.
/// </summary>
/// <param name="perSecond">The leak rate.</param>
/// <param name="burst">The capacity, above which Bitrix24 refuses requests.</param>
internal sealed class LeakyBucket(double perSecond, int burst)
{
    private const double Rounding = 1e-6;

    // Requests that were sent apart may arrive together, so the last tenth stays free.
    private readonly double _max = burst - Math.Max(1, burst / 10);
    private double _level;
    private TimeSpan _at;

    /// <summary>Takes room for a request, or returns the delay until there is room.</summary>
    /// <param name="now">The time since a fixed moment.</param>
    public TimeSpan Take(TimeSpan now)
    {
        Drain(now);
        if (_level + 1 > _max + Rounding)
            return UntilRoom();
        _level++;
        return TimeSpan.Zero;
    }

    /// <summary>
    /// Marks the bucket as full, as Bitrix24 said; another program at this address may have filled it.
    /// </summary>
    /// <returns>The delay until there is room.</returns>
    public TimeSpan Fill(TimeSpan now)
    {
        Drain(now);
        _level = Math.Max(_level, burst);
        return UntilRoom();
    }

    // In whole milliseconds, like timers.
    private TimeSpan UntilRoom() =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(((_level + 1 - _max) / perSecond - Rounding) * 1000)));

    /// <summary>The level and the capacity.</summary>
    public (double Level, double Most) Look(TimeSpan now)
    {
        Drain(now);
        return (_level, burst);
    }

    private void Drain(TimeSpan now)
    {
        if (now <= _at)
            return;
        _level = Math.Max(0, _level - (now - _at).TotalSeconds * perSecond);
        _at = now;
    }
}
