using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.RateLimits;

/// <summary>
/// The limit of Kommo: a number of requests that reach it in any window of time. When a request reached it is known
/// only after its response: until then it occupies its place.
/// </summary>
/// <param name="max">The maximum of requests in a window.</param>
/// <param name="span">The window.</param>
/// <param name="delays">The delays of all requests after refusals.</param>
internal sealed class SlidingWindow(int max, TimeSpan span, RetryDelays delays) : RateLimit
{
    // A request without a response for so long has reached the CRM by now, or never will.
    private static readonly TimeSpan MaxWay = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    // The latest time at which each request reached the CRM.
    private readonly Dictionary<long, TimeSpan> _reached = [];
    private TimeSpan _heldUntil;
    private int _refusals;

    public override TimeSpan Take(TimeSpan now, long turn)
    {
        if (now < _heldUntil)
            return _heldUntil - now;
        if (_reached.Count == max)
        {
            var (oldest, reached) = _reached.MinBy(one => one.Value);
            if (now < reached + span)
                return reached + span - now;
            _reached.Remove(oldest);
        }
        _reached[turn] = now + MaxWay;
        return TimeSpan.Zero;
    }

    public override (TimeSpan Delay, bool IsNew) Refused(TimeSpan now, TimeSpan? retryAfter)
    {
        if (now < _heldUntil)
            return (_heldUntil - now, false);
        _refusals++;
        var delay = retryAfter > TimeSpan.Zero && retryAfter < MaxRetryAfter
            ? retryAfter.Value : delays.After(_refusals);
        _heldUntil = now + delay;
        return (delay, true);
    }

    // The response to a request from before the delay proves nothing about the time after it.
    public override void Accepted(TimeSpan now) => _refusals = now < _heldUntil ? _refusals : 0;

    public override void Ended(TimeSpan now, long turn)
    {
        if (_reached.TryGetValue(turn, out var latest) && now < latest)
            _reached[turn] = now;
    }
}
