using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony.Doctor;

/// <summary>The channel events of one call, as they come.</summary>
/// <param name="linkedId">The call.</param>
/// <param name="events">Reads them.</param>
internal sealed class HeardCall(string linkedId, AmiEvents events)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<CelRecord> _records = [];

    /// <summary>Completes with its last event.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Those that came so far.</summary>
    public IReadOnlyList<CelRecord> Records
    {
        get
        {
            lock (_records)
                return [.. _records];
        }
    }

    public ValueTask TakeAsync(AmiMessage message, CancellationToken token)
    {
        if (events.Read(message) is not CelRecord record || record.LinkedId != linkedId)
            return default;
        lock (_records)
            _records.Add(record);
        if (record.Event == CelEvent.LinkedIdEnd)
            _ended.TrySetResult();
        return default;
    }
}
