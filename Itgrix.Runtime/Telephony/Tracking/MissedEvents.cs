using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Channel events of a time without a connection that could not be read when it was back: reads them beside the live
/// ones, until the store answers.
/// </summary>
internal sealed class MissedEvents(TimeProvider clock) : IDisposable
{
    private static readonly ILogger Log = AppLog.For("calls");
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMinutes(1);

    private CancellationTokenSource? _stop;

    /// <summary>The time of the first of them; <c>null</c> when none are missing.</summary>
    public DateTime? From { get; private set; }

    /// <summary>Ends with the events; <c>null</c> when none are missing.</summary>
    public Task<List<CelRecord>>? Reading { get; private set; }

    /// <summary>Reads all from that time on, in the background.</summary>
    public void Read(ICelStore store, DateTime from, CancellationToken stop)
    {
        Clear();
        From = from;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Reading = ReadAsync(store, from, _stop.Token);
    }

    /// <summary>They are known by now.</summary>
    public void Clear()
    {
        _stop?.Cancel();
        _stop?.Dispose();
        (_stop, From, Reading) = (null, null, null);
    }

    public void Dispose() => Clear();

    private async Task<List<CelRecord>> ReadAsync(ICelStore store, DateTime from, CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(RetryEvery, clock, stop);
            try
            {
                var records = new List<CelRecord>();
                await foreach (var record in store.ReadAsync(from, null, stop))
                    records.Add(record);
                return records;
            }
            catch (CelStoreException error)
            {
                CallLogMessages.StillMissing(Log, from, error);
            }
        }
    }
}
