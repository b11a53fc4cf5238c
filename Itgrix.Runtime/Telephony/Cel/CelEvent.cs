using System.Collections.Frozen;

namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>
/// The kinds of channel events, under the numbers that Asterisk gives them (<c>ast_cel_event_type</c>) and, in capitals
/// with underscores, under its names: <c>CHAN_START</c>.
/// </summary>
internal enum CelEvent
{
    /// <summary>Of Asterisk 11 and older, in place of <see cref="BridgeEnter"/>; known by its name only.</summary>
    BridgeStart = -1,

    /// <summary>Any other: later versions may add some, and dialplans define their own.</summary>
    Other = 0,
    ChanStart = 1,
    ChanEnd = 2,
    Hangup = 3,
    Answer = 4,
    AppStart = 5,
    AppEnd = 6,
    BridgeEnter = 7,
    BridgeExit = 8,
    ParkStart = 9,
    ParkEnd = 10,
    BlindTransfer = 11,
    AttendedTransfer = 12,
    UserDefined = 13,
    Pickup = 14,
    Forward = 15,
    LinkedIdEnd = 16,
    LocalOptimize = 17,
    LocalOptimizeBegin = 18,
    StreamBegin = 19,
    StreamEnd = 20,
    Dtmf = 21,
}

internal static class CelEvents
{
    private static readonly FrozenDictionary<string, CelEvent> ByName = Enum.GetValues<CelEvent>()
        .Where(value => value != CelEvent.Other)
        .ToFrozenDictionary(NameOf, value => value, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, CelEvent>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>By name, or by number as some tables have it.</summary>
    public static CelEvent Parse(ReadOnlySpan<char> text) =>
        Lookup.TryGetValue(text, out var named) ? named
        : int.TryParse(text, out var number) && Enum.IsDefined((CelEvent)number) ? (CelEvent)number
        : CelEvent.Other;

    /// <summary>Asterisk's own name.</summary>
    public static string NameOf(CelEvent value) => value switch
    {
        CelEvent.BlindTransfer => "BLINDTRANSFER",
        CelEvent.AttendedTransfer => "ATTENDEDTRANSFER",
        CelEvent.UserDefined => "USER_DEFINED",
        CelEvent.LinkedIdEnd => "LINKEDID_END",
        _ => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()),
    };
}
