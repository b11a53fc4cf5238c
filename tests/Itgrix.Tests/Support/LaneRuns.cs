namespace Itgrix.Tests.Support;

/// <summary>
/// Scenarios that run in parallel, each on its own lane, for tests that run one after another: the first test that
/// requests its scenario starts them all, and each awaits its own.
/// </summary>
internal sealed class LaneRuns<T>(
    AsteriskFlavor flavor, IReadOnlyCollection<string> scenarios,
    Func<RealAsterisk, string, CancellationToken, Task<T>> run)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Dictionary<string, Task<T>> _runs = [];

    /// <summary>Result of the scenario.</summary>
    public Task<T> Of(string scenario)
    {
        // The requested one first.
        if (_runs.Count == 0)
            _runs = scenarios.OrderBy(other => other != scenario).ToDictionary(name => name, Run);
        return _runs[scenario];
    }

    /// <summary>Cancels the scenarios that no test awaited.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (Task run in _runs.Values)
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task<T> Run(string scenario)
    {
        await using var lane = await RealAsterisk.Rent(flavor, _stop.Token);
        return await run(lane, scenario, _stop.Token);
    }
}
