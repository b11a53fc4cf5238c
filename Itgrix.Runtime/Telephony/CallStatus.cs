using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Metrics;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Telephony;

/// <summary>Status of the calls of all PBXs on their way to the outbox.</summary>
internal sealed class CallStatus(IEnumerable<Pbx> pbxs) : IStatusPart
{
    private readonly List<Pbx> _pbxs = [.. pbxs];

    private PendingStageFigures Figures =>
        _pbxs.Select(pbx => pbx.Pending.Figures).Aggregate((one, other) => one + other);

    private int Tracked => _pbxs.Sum(pbx => pbx.Tracker.Count);

    public IEnumerable<StatusReason> Reasons() => [];

    public void Describe(JsonObject app)
    {
        var queue = Figures;
        app["calls_queue"] = new JsonObject
        {
            ["calls"] = queue.Calls,
            ["stages"] = queue.Waiting,
            ["handled"] = queue.Handled,
            ["broken"] = queue.Broken,
            ["late"] = queue.Late,
            ["longest_wait_ms"] = Math.Round(queue.MaxWait.TotalMilliseconds, 3),
        };
        app["calls_storage"] = new JsonObject { ["calls"] = Tracked };
    }

    public void Measure(MetricsText metrics)
    {
        var queue = Figures;
        metrics.Gauge("itgrix_calls_under_way", "Calls in progress.", Tracked);
        metrics.Gauge("itgrix_queue_calls", "Calls with stages that are not stored yet.", queue.Calls);
        metrics.Gauge("itgrix_queue_stages", "Stages of calls that are not stored yet.", queue.Waiting);
        metrics.Counter("itgrix_stages_handled_total", "Stages of calls that were stored.", queue.Handled);
        metrics.Counter("itgrix_stages_broken_total", "Stages that could not be stored.", queue.Broken);
        metrics.Counter("itgrix_stages_late_total", "Stages that waited too long.", queue.Late);
    }
}
