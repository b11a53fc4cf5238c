namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>The fields of a channel event that a store may have.</summary>
internal enum CelField
{
    EventType,
    EventTime,
    CallerName,
    CallerNumber,
    Ani,
    DialedNumber,
    Extension,
    Context,
    Channel,
    Application,
    ApplicationData,
    Account,
    UniqueId,
    LinkedId,
    Peer,
    UserField,
    Extra,
}

internal static class CelFields
{
    public static readonly int Count = Enum.GetValues<CelField>().Length;

    /// <summary>Builds a record from texts, one for each <see cref="CelField"/>.</summary>
    public static CelRecord ToRecord(DateTime time, ReadOnlySpan<string> texts) => new()
    {
        Event = CelEvents.Parse(texts[(int)CelField.EventType]),
        Time = time,
        UniqueId = texts[(int)CelField.UniqueId],
        LinkedId = texts[(int)CelField.LinkedId],
        Channel = texts[(int)CelField.Channel],
        CallerNumber = texts[(int)CelField.CallerNumber],
        CallerName = texts[(int)CelField.CallerName],
        Ani = texts[(int)CelField.Ani],
        DialedNumber = texts[(int)CelField.DialedNumber],
        Extension = texts[(int)CelField.Extension],
        Context = texts[(int)CelField.Context],
        Application = texts[(int)CelField.Application],
        ApplicationData = texts[(int)CelField.ApplicationData],
        Peer = texts[(int)CelField.Peer],
        Extra = texts[(int)CelField.Extra],
        Account = texts[(int)CelField.Account],
        UserField = texts[(int)CelField.UserField],
    };
}
