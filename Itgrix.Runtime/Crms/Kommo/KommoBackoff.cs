using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Makes everybody wait when the CRM says that it is asked too often, each time in a row for longer.</summary>
internal sealed class KommoBackoff(SlidingWindowLimiter window, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private TimeSpan _next = FirstDelay;
    private DateTimeOffset _until;

    /// <exception cref="CrmException">The answer says so.</exception>
    public void Check(HttpAnswer answer)
    {
        lock (_gate)
        {
            var isOver = _until <= time.GetUtcNow();
            if ((int)answer.Status != 429)
            {
                // What was sent before the pause says nothing of after it.
                _next = isOver ? FirstDelay : _next;
                return;
            }
            if (isOver)
                Pause(answer.Headers.RetryAfter?.Delta);
            throw new CrmException(CrmFailure.RateLimited, "Kommo says that it is asked too often.")
            {
                Code = "429", RetryAt = _until,
            };
        }
    }

    private void Pause(TimeSpan? asked)
    {
        var pause = asked > TimeSpan.Zero && asked < TimeSpan.FromHours(1) ? asked.Value : _next;
        _next = _next * 2 < MaxDelay ? _next * 2 : MaxDelay;
        _until = time.GetUtcNow() + pause;
        window.Hold(pause);
        KommoLogMessages.TooFast(pause);
    }
}
