namespace Itgrix.Sandbox.Kommo;

/// <summary>The account's rate limits: a client over the limit is rejected, and blocked when it goes on.</summary>
internal sealed class RateLimits(AccountSettings settings)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Memory = TimeSpan.FromSeconds(10);

    private readonly Queue<DateTimeOffset> _taken = [], _refused = [];
    private DateTimeOffset _blockedUntil;

    /// <summary>Number of requests over the limits.</summary>
    public int Beyond { get; private set; }

    /// <summary>Number of requests while the address was blocked.</summary>
    public int WhileBlocked { get; private set; }

    /// <summary>Maximum number of requests within a second.</summary>
    public int Highest { get; private set; }

    /// <summary>The status of the rejection; <c>null</c> when the request is accepted.</summary>
    public int? Refusal()
    {
        var now = settings.Time.GetUtcNow();
        if (now < _blockedUntil)
        {
            WhileBlocked++;
            return 403;
        }
        Forget(_taken, now - Second);
        Forget(_refused, now - Memory);
        if (_taken.Count < Math.Min(settings.PerSecond, settings.AccountPerSecond - settings.OthersPerSecond))
        {
            _taken.Enqueue(now);
            Highest = Math.Max(Highest, _taken.Count);
            return null;
        }
        Beyond++;
        _refused.Enqueue(now);
        if (_refused.Count >= settings.RefusalsUntilBlock)
            _blockedUntil = now + settings.BlockTime;
        return 429;
    }

    public void Unblock()
    {
        _blockedUntil = default;
        _refused.Clear();
    }

    private static void Forget(Queue<DateTimeOffset> times, DateTimeOffset before)
    {
        while (times.TryPeek(out var first) && first <= before)
            times.Dequeue();
    }
}
