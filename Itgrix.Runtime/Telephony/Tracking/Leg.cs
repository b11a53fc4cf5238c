using System.Globalization;
using System.Text.Json;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>One channel of a call.</summary>
internal sealed class Leg(CelRecord first, TrackedCall call)
{
    public string Id { get; } = first.UniqueId;

    public string Channel { get; } = first.Channel;

    public ChannelName Name { get; } = ChannelName.Parse(first.Channel);

    /// <summary>The call that it belongs to; another one after a pickup or a transfer.</summary>
    public TrackedCall Call { get; set; } = call;

    public DateTime Start { get; } = first.Time;

    public DateTime? Answer { get; set; }

    public DateTime? End { get; set; }

    public Bridge? Bridge { get; set; }

    /// <summary>Whether it came from a call of its own.</summary>
    public bool HasJoined { get; set; }

    /// <summary>The other party of an outgoing call.</summary>
    public bool IsClient { get; set; }

    /// <summary>Why it ended, as a SIP status; <c>null</c> while it is up and where the cause is unknown.</summary>
    public int? Status { get; private set; }

    /// <summary>CEL's extra data of its end.</summary>
    public JsonElement Extra { get; private set; }

    public bool IsAlive => End is null;

    public void HungUp(CelRecord hangup)
    {
        End = hangup.Time;
        if (CelExtra.Parse(hangup.Extra) is not { } extra)
            return;
        Extra = extra;
        var cause = extra.TryGetProperty("hangupcause", out var value) ? Number(value) : 0;
        var dialStatus = extra.TryGetProperty("dialstatus", out var text) ? text.ToString() : "";
        Status = HangupCause.Status(cause) ?? HangupCause.Status(dialStatus);
    }

    private static int Number(JsonElement value) =>
        int.TryParse(value.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
