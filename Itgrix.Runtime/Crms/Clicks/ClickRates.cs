namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>
/// Limits the calls that are asked for: a stolen token or a script on a page must not run up a bill over night.
/// </summary>
internal sealed class ClickRates(ClickToCallOptions options, TimeProvider time)
{
    // No company has more phones.
    private const int MaxExtensions = 100_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Day = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Used> _used = [];
    private DateTimeOffset _cleaned = time.GetUtcNow();

    /// <summary>Counts a call.</summary>
    /// <returns>Why it is not allowed; <c>null</c> when it is.</returns>
    public string? ProblemOf(string extension)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            Clean(now);
            if (!_used.TryGetValue(extension, out var used))
            {
                if (_used.Count >= MaxExtensions)
                    return "too many extensions ask for calls.";
                _used[extension] = used = new(now);
            }
            if (now - used.DayBegan >= Day)
                (used.DayBegan, used.OfDay) = (now, 0);
            while (used.OfMinute.TryPeek(out var oldest) && now - oldest >= Minute)
                used.OfMinute.Dequeue();
            if (used.OfMinute.Count >= options.PerMinute)
                return $"{DialValues.Shown(extension)} asked for {used.OfMinute.Count} calls within a minute, and "
                    + "click_to_call.per_minute allows no more.";
            if (used.OfDay >= options.PerDay)
                return $"{DialValues.Shown(extension)} asked for {used.OfDay} calls within a day, and "
                    + "click_to_call.per_day allows no more.";
            used.OfMinute.Enqueue(now);
            used.OfDay++;
            return null;
        }
    }

    private void Clean(DateTimeOffset now)
    {
        if (now - _cleaned < Minute)
            return;
        _cleaned = now;
        foreach (var (extension, used) in _used)
        {
            if (now - used.DayBegan >= Day)
                _used.Remove(extension);
        }
    }

    private sealed class Used(DateTimeOffset began)
    {
        public Queue<DateTimeOffset> OfMinute { get; } = [];

        public DateTimeOffset DayBegan { get; set; } = began;

        public int OfDay { get; set; }
    }
}
