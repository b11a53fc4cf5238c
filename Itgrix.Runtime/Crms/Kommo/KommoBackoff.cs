using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Delays all requests after a rate-limit response, with an exponential back-off.</summary>
internal sealed class KommoBackoff(SlidingWindowLimiter window, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private TimeSpan _next = FirstDelay;
    private DateTimeOffset _until;

    /// <exception cref="CrmException">The response reports that the rate limit is exceeded.</exception>
    public void Check(HttpAnswer answer)
    {
        lock (_gate)
        {
            var isOver = _until <= time.GetUtcNow();
            if ((int)answer.Status != 429)
            {
                // The response to a request from before the delay proves nothing about the time after it.
                _next = isOver ? FirstDelay : _next;
                return;
            }
            if (isOver)
                Delay(answer.Headers.RetryAfter?.Delta);
            throw new CrmException(CrmFailure.RateLimited, "Kommo reports too many requests.")
            {
                Code = "429", RetryAt = _until,
            };
        }
    }

    private void Delay(TimeSpan? retryAfter)
    {
        var delay = retryAfter > TimeSpan.Zero && retryAfter < TimeSpan.FromHours(1) ? retryAfter.Value : _next;
        _next = _next * 2 < MaxDelay ? _next * 2 : MaxDelay;
        _until = time.GetUtcNow() + delay;
        window.Hold(delay);
        KommoLogMessages.TooFast(delay);
    }
}
