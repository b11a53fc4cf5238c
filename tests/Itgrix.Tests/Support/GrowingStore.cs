using System.Runtime.CompilerServices;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Tests.Support;

/// <summary>Channel events as in Asterisk's own table: every one, at the moment that it happens.</summary>
internal sealed class GrowingStore : ICelStore
{
    private readonly List<CelRecord> _records = [];

    public void Add(CelRecord record)
    {
        lock (_records)
            _records.Add(record);
    }

    public async IAsyncEnumerable<CelRecord> ReadAsync(
        DateTime from, DateTime? to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        CelRecord[] found;
        lock (_records)
            found = [.. _records.Where(record => record.Time >= from && !(record.Time >= to))];
        foreach (var record in found)
            yield return record;
    }

    public IAsyncEnumerable<CelRecord> ReadCallAsync(string linkedId, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
