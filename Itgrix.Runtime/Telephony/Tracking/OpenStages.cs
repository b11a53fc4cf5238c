namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Stages that were posted and are not yet handled, and when their calls began.</summary>
internal sealed class OpenStages
{
    private readonly Dictionary<string, DateTime> _began = [];
    private readonly Lock _gate = new();

    /// <summary>Start of the earliest call with an unhandled stage.</summary>
    public DateTime? Earliest
    {
        get
        {
            lock (_gate)
                return _began.Count == 0 ? null : _began.Values.Min();
        }
    }

    public void Add(CallStageEvent stage)
    {
        lock (_gate)
            _began[stage.Key] = stage.Call.Channel.StartTime ?? stage.Time;
    }

    public void Remove(CallStageEvent stage)
    {
        lock (_gate)
            _began.Remove(stage.Key);
    }
}
