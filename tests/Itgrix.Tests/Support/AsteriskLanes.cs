namespace Itgrix.Tests.Support;

/// <summary>
/// The lanes: started on demand, only a few at once. Phones mostly wait, so cores do not bound their number.
/// </summary>
internal sealed class AsteriskLanes
{
    public const int Most = 6;

    private readonly SemaphoreSlim _places = new(Most, Most);
    private readonly List<RealAsterisk> _idle = [];
    private int _running;

    public async Task<RealAsterisk> Rent(AsteriskFlavor flavor, CancellationToken cancellation)
    {
        await AsteriskInstallation.Require(flavor.Version, cancellation);
        await _places.WaitAsync(cancellation);
        try
        {
            var (lane, superfluous) = Take(flavor);
            if (superfluous is not null)
                await superfluous.Stop();
            return lane ?? await Start(flavor, cancellation);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    public async Task GiveBack(RealAsterisk lane)
    {
        if (!lane.IsClean)
            await Stop(lane);
        else
            lock (_idle)
                _idle.Add(lane);
        _places.Release();
    }

    public async Task StopAll()
    {
        RealAsterisk[] lanes;
        lock (_idle)
        {
            lanes = [.. _idle];
            _idle.Clear();
        }
        await Task.WhenAll(lanes.Select(Stop));
    }

    // An idle lane of that flavor; or none, and then possibly one of another flavor to be replaced.
    private (RealAsterisk? Lane, RealAsterisk? Superfluous) Take(AsteriskFlavor flavor)
    {
        lock (_idle)
        {
            var lane = _idle.Find(idle => idle.Flavor == flavor);
            var superfluous = lane is null && _running == Most ? _idle.Find(_ => true) : null;
            if ((lane ?? superfluous) is { } taken)
                _idle.Remove(taken);
            if (lane is null && superfluous is null)
                _running++;
            return (lane, superfluous);
        }
    }

    private async Task<RealAsterisk> Start(AsteriskFlavor flavor, CancellationToken cancellation)
    {
        try
        {
            return await AsteriskStart.OnFreeLane(flavor, cancellation);
        }
        catch
        {
            lock (_idle)
                _running--;
            throw;
        }
    }

    private async Task Stop(RealAsterisk lane)
    {
        await lane.Stop();
        lock (_idle)
            _running--;
    }
}
