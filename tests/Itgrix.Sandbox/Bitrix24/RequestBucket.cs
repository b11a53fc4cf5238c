namespace Itgrix.Sandbox.Bitrix24;

/// <summary>The portal's leaky bucket: a request over its capacity is rejected.</summary>
internal sealed class RequestBucket(Bitrix24Settings settings)
{
    private double _level;
    private DateTimeOffset _at = settings.Time.GetUtcNow();

    /// <summary>Number of rejected requests.</summary>
    public int Beyond { get; private set; }

    /// <summary>Maximum level so far.</summary>
    public double Highest { get; private set; }

    public bool Add()
    {
        var now = settings.Time.GetUtcNow();
        _level = Math.Max(0, _level - (now - _at).TotalSeconds * settings.Drain);
        _at = now;
        if (_level + 1 > settings.Hold)
        {
            Beyond++;
            return false;
        }
        Highest = Math.Max(Highest, ++_level);
        return true;
    }
}
