using System.Runtime.CompilerServices;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Tests.Support;

/// <summary>A store of channel events in memory, with injectable failures.</summary>
internal sealed class FakeCelStore(params IEnumerable<CelRecord> records) : ICelStore
{
    public List<CelRecord> Records { get; } = [.. records];

    /// <summary>Failures of the next reads, each of them once.</summary>
    public Queue<CelStoreException> Errors { get; } = [];

    /// <summary>Start of each read.</summary>
    public List<DateTime> ReadFrom { get; } = [];

    public async IAsyncEnumerable<CelRecord> ReadAsync(
        DateTime from, DateTime? to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ReadFrom.Add(from);
        if (Errors.TryDequeue(out var error))
            throw error;
        var range = new CelRange(from, to);
        foreach (var record in Records.Where(record => range.Contains(record.Time)).ToList())
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    public IAsyncEnumerable<CelRecord> ReadCallAsync(string linkedId, CancellationToken cancellation) =>
        Records.Where(record => record.LinkedId == linkedId).ToAsyncEnumerable();
}
