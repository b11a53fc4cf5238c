using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Converts Asterisk's events about calls into the project's own. For one reader at a time.</summary>
/// <param name="zone">The time zone of the Asterisk server.</param>
internal sealed class AmiEvents(TimeZoneInfo zone, TimeProvider time)
{
    /// <summary>The event classes of these events, for the login.</summary>
    public const string Classes = "call,dialplan,cdr";

    private readonly TextCache _texts = new();

    /// <summary>Events without a required field, an id for example; they are skipped.</summary>
    public long Incomplete { get; private set; }

    /// <summary>The event; <c>null</c> for all that the service does not use.</summary>
    public PbxEvent? Read(AmiMessage message)
    {
        if (!message.IsEvent)
            return null;
        return message.Kind switch
        {
            var kind when kind.SequenceEqual("CEL"u8) => Cel(message),
            var kind when kind.SequenceEqual("VarSet"u8) => Recording(message),
            var kind when kind.SequenceEqual("Cdr"u8) => RecordingOfCdr(message),
            var kind when kind.SequenceEqual("Hold"u8) => Hold(message, true),
            var kind when kind.SequenceEqual("Unhold"u8) => Hold(message, false),
            _ => null,
        };
    }

    private CelRecord? Cel(AmiMessage message)
    {
        var id = Text(message, "UniqueID"u8);
        if (id.Length == 0)
            return Skip<CelRecord>();
        var linked = Text(message, "LinkedID"u8);
        return new()
        {
            Event = CelEvents.Parse(Text(message, "EventName"u8)),
            Time = TimeOf(message),
            UniqueId = id,
            LinkedId = linked.Length > 0 ? linked : id,
            Channel = Text(message, "Channel"u8),
            CallerNumber = Text(message, "CallerIDnum"u8),
            CallerName = Text(message, "CallerIDname"u8),
            Ani = Text(message, "CallerIDani"u8),
            DialedNumber = Text(message, "CallerIDdnid"u8),
            Extension = Text(message, "Exten"u8),
            Context = Text(message, "Context"u8),
            Application = Text(message, "Application"u8),
            ApplicationData = Text(message, "AppData"u8),
            Peer = Text(message, "Peer"u8),
            Extra = Encoding.UTF8.GetString(message.Find("Extra"u8)),
            Account = Text(message, "AccountCode"u8),
            UserField = Text(message, "Userfield"u8),
        };
    }

    // EventTime has the format of cel.conf (dateformat); without one it is seconds since 1970.
    private DateTime TimeOf(AmiMessage message)
    {
        var own = message.Find("EventTime"u8);
        if (AmiTime.TryReadLocal(own, out var read) || AmiTime.TryReadEpoch(own, zone, out read)
            || AmiTime.TryReadEpoch(message.Find("Timestamp"u8), zone, out read))
            return read;
        return AmiTime.LocalTime(time.GetUtcNow(), zone);
    }

    // MixMonitorStart comes just after and names no file, and not all versions have it.
    private RecordingStarted? Recording(AmiMessage message) =>
        message.Find("Variable"u8).SequenceEqual("MIXMONITOR_FILENAME"u8)
            ? Recording(message, message.Find("Value"u8)) : null;

    private RecordingStarted? RecordingOfCdr(AmiMessage message) =>
        message.Find("recordingfile"u8) is { IsEmpty: false } file ? Recording(message, file) : null;

    private RecordingStarted? Recording(AmiMessage message, ReadOnlySpan<byte> file)
    {
        var id = Text(message, "Uniqueid"u8);
        return id.Length > 0 && file.Length > 0 ? new(id, Encoding.UTF8.GetString(file)) : Skip<RecordingStarted>();
    }

    private HoldChanged? Hold(AmiMessage message, bool onHold)
    {
        var id = Text(message, "Uniqueid"u8);
        return id.Length > 0 ? new(id, onHold) : Skip<HoldChanged>();
    }

    private T? Skip<T>()
        where T : PbxEvent
    {
        Incomplete++;
        return null;
    }

    private string Text(AmiMessage message, ReadOnlySpan<byte> name) => _texts.Of(message.Find(name));
}
