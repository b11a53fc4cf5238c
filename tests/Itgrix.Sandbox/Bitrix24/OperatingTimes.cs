namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Working time of each method in its ten minutes.</summary>
internal sealed class OperatingTimes(Bitrix24Settings settings)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (double Seconds, DateTimeOffset Reset)> _methods = [];

    public bool IsBlocked(string method) => Of(method).Seconds > settings.Operating;

    public (double Seconds, DateTimeOffset Reset) Of(string method)
    {
        var now = settings.Time.GetUtcNow();
        return _methods.TryGetValue(method, out var spent) && spent.Reset > now ? spent : (0, now + Window);
    }

    public void Spend(string method, double seconds)
    {
        var spent = Of(method);
        _methods[method] = (spent.Seconds + seconds, spent.Reset);
    }
}
