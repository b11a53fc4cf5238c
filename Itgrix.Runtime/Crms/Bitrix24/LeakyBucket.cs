namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// Bitrix24's count of our requests, as far as we can know it: each adds one, and it runs out evenly.
/// </summary>
/// <param name="perSecond">How much runs out.</param>
/// <param name="burst">How much Bitrix24 takes before it refuses.</param>
internal sealed class LeakyBucket(double perSecond, int burst)
{
    private const double Rounding = 1e-6;

    // Requests that were sent apart may arrive together, so the last tenth is left free.
    private readonly double _max = burst - Math.Max(1, burst / 10);
    private double _level;
    private TimeSpan _at;

    /// <summary>Takes room for a request, or tells how long until there is some.</summary>
    /// <param name="now">The time since some moment, the same for all calls.</param>
    public TimeSpan Take(TimeSpan now)
    {
        Drain(now);
        if (_level + 1 > _max + Rounding)
            return UntilRoom();
        _level++;
        return TimeSpan.Zero;
    }

    /// <summary>Bitrix24 said that it is full; somebody else of this address may have filled it.</summary>
    /// <returns>How long until there is room.</returns>
    public TimeSpan Fill(TimeSpan now)
    {
        Drain(now);
        _level = Math.Max(_level, burst);
        return UntilRoom();
    }

    // In whole milliseconds, as timers run.
    private TimeSpan UntilRoom() =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(((_level + 1 - _max) / perSecond - Rounding) * 1000)));

    /// <summary>How full it is, and how much Bitrix24 takes.</summary>
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
