using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Metrics;
using Itgrix.Runtime.Telephony.Ami;

namespace Itgrix.Runtime.Telephony;

/// <summary>Status of the connection to Asterisk and of its channel events.</summary>
internal sealed class AsteriskStatus(AsteriskCalls calls) : IStatusPart
{
    public IEnumerable<StatusReason> Reasons()
    {
        if (calls.Listener?.Status is { IsConnected: false } status)
            yield return new(
                StatusLevel.Error,
                $"There is no connection to Asterisk: {status.LastError ?? "the first attempt is in progress."}");
        foreach (var missing in calls.MissingInCel)
            yield return new(StatusLevel.Warning, missing);
    }

    public void Describe(JsonObject app) => app["asterisk"] = new JsonObject
    {
        ["ami"] = calls.Listener is { } listener ? Describe(listener.Status) : null,
        ["cel"] = new JsonObject
        {
            ["last_event"] = JsonTime.OfServer(LastEvent),
            ["lag_seconds"] = Math.Round(calls.Lag.TotalSeconds, 3),
            ["position"] = JsonTime.OfServer(calls.Position),
        },
    };

    public void Measure(MetricsText metrics)
    {
        metrics.Gauge("itgrix_cel_lag_seconds", "Age of the last channel event when it was taken.",
            calls.Lag.TotalSeconds);
        if (calls.Listener?.Status is not { } ami)
            return;
        metrics.Gauge("itgrix_ami_connected", "1 while there is a connection to Asterisk.", ami.IsConnected ? 1 : 0);
        metrics.Counter("itgrix_ami_messages_total", "Messages of Asterisk's manager interface.", ami.Wire.Messages);
        metrics.Counter("itgrix_ami_malformed_total", "Lines of the manager interface that are not headers.",
            ami.Wire.Malformed);
        metrics.Counter("itgrix_ami_cut_total", "Lines and messages over the maximum.", ami.Wire.Cut);
        metrics.Counter("itgrix_ami_events_total", "Events about calls that were passed on.", ami.Events);
        metrics.Counter("itgrix_ami_incomplete_total", "Events about calls without an id.", ami.Incomplete);
        metrics.Counter("itgrix_ami_held_up_seconds_total", "Time that reading waited for the handling of events.",
            ami.HeldUp.TotalSeconds);
    }

    private DateTime? LastEvent => calls.LastEvent == DateTime.MinValue ? null : calls.LastEvent;

    private static JsonObject Describe(AmiStatus status) => new()
    {
        ["connected_since"] = JsonTime.From(status.ConnectedSince),
        ["asterisk_version"] = status.AsteriskVersion,
        ["protocol_version"] = status.ProtocolVersion,
        ["last_error"] = status.LastError,
        ["last_error_at"] = JsonTime.From(status.LastErrorAt),
        ["events"] = status.Events,
        ["incomplete"] = status.Incomplete,
        ["messages"] = status.Wire.Messages,
        ["malformed"] = status.Wire.Malformed,
        ["cut"] = status.Wire.Cut,
        ["held_up_seconds"] = Math.Round(status.HeldUp.TotalSeconds, 3),
    };
}
