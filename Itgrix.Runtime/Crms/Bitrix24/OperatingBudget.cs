using System.Collections.Concurrent;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// The working time of each method; a method that used up its budget is blocked, the others are not.
/// </summary>
/// <remarks>https://apidocs.bitrix24.com/limits.html</remarks>
internal sealed class OperatingBudget(TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("bitrix24");

    /// <summary>The maximum working time of a method in ten minutes.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(480);

    private static readonly TimeSpan Unknown = TimeSpan.FromMinutes(1), MaxPause = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (TimeSpan Used, DateTimeOffset Reset)> _methods =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Until when the method is blocked; <c>null</c> when it is not.</summary>
    public DateTimeOffset? BlockedUntil(string method) =>
        _methods.TryGetValue(method, out var budget) && budget.Used >= Max && budget.Reset > time.GetUtcNow()
            ? budget.Reset : null;

    /// <summary>The used working time of methods that is not available again yet.</summary>
    public IReadOnlyList<MethodBudget> Methods => [.. _methods
        .Where(method => method.Value.Reset > time.GetUtcNow()).OrderBy(method => method.Key, StringComparer.Ordinal)
        .Select(method => new MethodBudget(method.Key, method.Value.Used, Max, method.Value.Reset))];

    /// <summary>Updates the budget from an answer.</summary>
    public void Used(string method, Bitrix24Time? spent)
    {
        if (spent is not { Operating: { } operating, OperatingResetIn: { } reset })
            return;
        _methods[method] = (operating, time.GetUtcNow() + Bounded(reset));
        if (operating >= Max)
            Bitrix24LogMessages.Blocked(Log, method, reset);
    }

    /// <summary>Marks the method as blocked, as Bitrix24 said.</summary>
    /// <returns>Until when, as far as it is known.</returns>
    public DateTimeOffset Refused(string method, Bitrix24Time? spent)
    {
        var now = time.GetUtcNow();
        var known = _methods.TryGetValue(method, out var budget) && budget.Reset > now ? budget.Reset - now : Unknown;
        var wait = Bounded(spent?.OperatingResetIn ?? known);
        _methods[method] = (Max, now + wait);
        Bitrix24LogMessages.Blocked(Log, method, wait);
        return now + wait;
    }

    private static TimeSpan Bounded(TimeSpan wait) =>
        TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerSecond, MaxPause.Ticks));
}
