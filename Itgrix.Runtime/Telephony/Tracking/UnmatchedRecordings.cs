namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Recordings of channels that are not known yet: Asterisk reports them by other events than the channel's start,
/// which may arrive earlier.
/// </summary>
internal sealed class UnmatchedRecordings
{
    private const int MaxRecordings = 1000, MaxPerCall = 10;

    private readonly Dictionary<string, List<string>> _files = [];
    private readonly Queue<string> _order = [];

    public void Add(RecordingStarted recording)
    {
        if (!_files.TryGetValue(recording.UniqueId, out var files))
        {
            _files[recording.UniqueId] = files = new(1);
            _order.Enqueue(recording.UniqueId);
        }
        if (files.Count < MaxPerCall)
            files.Add(recording.File);
        if (_order.Count > MaxRecordings)
            _files.Remove(_order.Dequeue());
    }

    /// <summary>Removes and returns the recordings of a channel that has become known.</summary>
    public IReadOnlyList<string> Take(string uniqueId) => _files.Remove(uniqueId, out var files) ? files : [];
}
