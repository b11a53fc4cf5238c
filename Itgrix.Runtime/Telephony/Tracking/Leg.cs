using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>One channel of a call.</summary>
internal sealed class Leg(CelRecord first, TrackedCall call, ChannelIdentity identity)
{
    private List<TrackedCall>? _served;

    public string Id { get; } = first.UniqueId;

    public string Channel { get; } = first.Channel;

    public ChannelName Name { get; } = ChannelName.Parse(first.Channel);

    /// <summary>What it is taken for.</summary>
    public ChannelIdentity Identity { get; set; } = identity;

    /// <summary>The context in which it began; empty where its begin is missing.</summary>
    public string Context { get; } = BeginOf(first);

    /// <summary>The number that it was dialled for, or its own caller number; empty while it is unknown.</summary>
    public string Number { get; set; } = NumberPlan.IsPhone(first.CallerNumber) ? first.CallerNumber : "";

    /// <summary>The call that it belongs to; another one after a pickup or a transfer.</summary>
    public TrackedCall Call { get; set; } = call;

    /// <summary>Calls that it serves besides its own: a client's that an agent took, all in a conference.</summary>
    public IReadOnlyList<TrackedCall> Served => _served ?? [];

    public DateTime Start { get; } = first.Time;

    public DateTime? Answer { get; set; }

    public DateTime? End { get; set; }

    public Bridge? Bridge { get; set; }

    /// <summary>The other half of a Local channel; <c>null</c> where it is not known, and for all others.</summary>
    public Leg? Twin { get; private set; }

    /// <summary>Whether it came from a call of its own.</summary>
    public bool HasJoined { get; set; }

    /// <summary>Whether it transferred its call: it takes no other one.</summary>
    public bool HasHandedOver { get; set; }

    /// <summary>The other party of an outgoing call.</summary>
    public bool IsClient { get; set; }

    /// <summary>Why it ended, as a SIP status; <c>null</c> while it is up and where the cause is unknown.</summary>
    public int? Status { get; private set; }

    /// <summary>CEL's extra data of its end.</summary>
    public JsonElement Extra { get; private set; }

    public bool IsAlive => End is null;

    /// <summary>The employee's number; empty when no employee is at its other end.</summary>
    public string EmployeeNumber => Identity.Role != ChannelRole.Employee ? ""
        : Identity.Extension.Length > 0 ? Identity.Extension
        : Number.Length > 0 ? Number
        : Name.Line;

    /// <summary>Recognises the other half of a Local channel by its name, which ends with ;1 or ;2.</summary>
    public bool IsHalfOf(Leg other)
    {
        if (!Name.IsLocal || Channel.Length != other.Channel.Length || Channel[^1] == other.Channel[^1]
            || !Channel.AsSpan()[..^1].SequenceEqual(other.Channel.AsSpan()[..^1]))
            return false;
        (Twin, other.Twin) = (other, this);
        return true;
    }

    /// <summary>The context of a first record that is the begin of its channel: a dialplan goes on elsewhere.</summary>
    public static string BeginOf(CelRecord first) => first.Event == CelEvent.ChanStart ? first.Context : "";

    public void Serve(TrackedCall call) => (_served ??= []).Add(call);

    public void ServeNoMore(TrackedCall call) => _served?.Remove(call);

    public void DialledFor(string number, bool isInside)
    {
        Number = number;
        Identity = isInside ? new(ChannelRole.Employee, number, "an extension is dialled over it")
            : Identity.Extension.Length > 0 ? new(ChannelRole.Line, "", "an outside number is dialled over it")
            : Identity;
    }

    public void HungUp(CelRecord hangup)
    {
        End = hangup.Time;
        if (CelExtra.Parse(hangup.Extra) is not { } extra)
            return;
        Extra = extra;
        var cause = extra.TryGetProperty("hangupcause", out var value) ? CauseOf(value) : 0;
        var dialStatus = extra.TryGetProperty("dialstatus", out var text) ? text.ToString() : "";
        Status = HangupCause.Status(cause) ?? HangupCause.Status(dialStatus);
    }

    private static int CauseOf(JsonElement value) =>
        int.TryParse(value.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
