using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Metrics;
using Itgrix.Runtime.Telephony.Ami;

namespace Itgrix.Runtime.Telephony;

/// <summary>Status of a PBX: the connection to its Asterisk, its channel events.</summary>
internal sealed class PbxStatus(Pbx pbx) : IStatusPart
{
    // Of the only PBX metrics have no label, as they always had.
    private readonly (string, string)[] _labels =
        pbx.Name == AsteriskOptions.DefaultName ? [] : [("pbx", pbx.Name)];

    private string Asterisk => _labels.Length == 0 ? "Asterisk" : $"the Asterisk {pbx.Name}";

    public IEnumerable<StatusReason> Reasons()
    {
        if (pbx.Listener?.Status is { IsConnected: false } status)
            yield return new(
                StatusLevel.Error,
                $"There is no connection to {Asterisk}: {status.LastError ?? "the first attempt is in progress."}");
        foreach (var missing in pbx.MissingInCel)
            yield return new(StatusLevel.Warning, _labels.Length == 0 ? missing : $"{Asterisk}: {missing}");
    }

    public void Describe(JsonObject app) => app[pbx.Name] = new JsonObject
    {
        ["ami"] = pbx.Listener is { } listener ? Describe(listener.Status) : null,
        ["cel"] = new JsonObject
        {
            ["last_event"] = JsonTime.OfServer(LastEvent),
            ["lag_seconds"] = Math.Round(pbx.Lag.TotalSeconds, 3),
            ["position"] = JsonTime.OfServer(pbx.Position),
        },
    };

    public void Measure(MetricsText metrics)
    {
        metrics.Gauge("itgrix_cel_lag_seconds", "Age of the last channel event when it was taken.",
            pbx.Lag.TotalSeconds, _labels);
        if (pbx.Listener?.Status is not { } ami)
            return;
        metrics.Gauge("itgrix_ami_connected", "1 while there is a connection to Asterisk.", ami.IsConnected ? 1 : 0,
            _labels);
        metrics.Counter("itgrix_ami_messages_total", "Messages of Asterisk's manager interface.", ami.Wire.Messages,
            _labels);
        metrics.Counter("itgrix_ami_malformed_total", "Lines of the manager interface that are not headers.",
            ami.Wire.Malformed, _labels);
        metrics.Counter("itgrix_ami_cut_total", "Lines and messages over the maximum.", ami.Wire.Cut, _labels);
        metrics.Counter("itgrix_ami_events_total", "Events about calls that were passed on.", ami.Events,
            _labels);
        metrics.Counter("itgrix_ami_incomplete_total", "Events about calls without an id.", ami.Incomplete,
            _labels);
        metrics.Counter("itgrix_ami_held_up_seconds_total", "Time that reading waited for the handling of events.",
            ami.HeldUp.TotalSeconds, _labels);
    }

    private DateTime? LastEvent => pbx.LastEvent == DateTime.MinValue ? null : pbx.LastEvent;

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
