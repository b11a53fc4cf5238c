namespace Itgrix.Runtime.Crms.RateLimits;

/// <summary>
/// The rate of requests that a CRM allows. It knows no clock: all times are since a fixed moment, and the caller calls
/// one method at a time.
/// </summary>
internal abstract class RateLimit
{
    /// <summary>Takes room for a request, or returns the delay until there is room.</summary>
    /// <param name="now">The time.</param>
    /// <param name="turn">Identifies the request.</param>
    public abstract TimeSpan Take(TimeSpan now, long turn);

    /// <summary>Records that the CRM refused a request because there were too many.</summary>
    /// <param name="now">The time.</param>
    /// <param name="retryAfter">The delay that the CRM wants; <c>null</c> when it wants none.</param>
    /// <returns>The delay until there is room, and whether requests were not delayed before.</returns>
    public abstract (TimeSpan Delay, bool IsNew) Refused(TimeSpan now, TimeSpan? retryAfter);

    /// <summary>Records that the CRM did not refuse a request.</summary>
    public virtual void Accepted(TimeSpan now)
    {
    }

    /// <summary>Records that a request is over: it was answered, or failed.</summary>
    public virtual void Ended(TimeSpan now, long turn)
    {
    }

    /// <summary>The level and the capacity of the CRM's counter; <c>null</c> when it has no such counter.</summary>
    public virtual (double Level, double Most)? LevelAt(TimeSpan now) => null;
}
