using System.Collections.Frozen;

namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>Finds the fields among columns, under the names that modules and distributions use.</summary>
internal sealed class CelColumns
{
    /// <summary>The columns of a file with the mapping in Asterisk's sample of cel_custom.conf.</summary>
    public static readonly IReadOnlyList<string> Sample =
    [
        "eventtype", "eventtime", "cidname", "cidnum", "cidani", "cidrdnis", "ciddnid", "exten", "context", "channame",
        "appname", "appdata", "amaflags", "accountcode", "uniqueid", "linkedid", "bridgepeer", "userfield",
        "userdeftype", "eventextra",
    ];

    private static readonly FrozenSet<CelField> Required =
        [CelField.EventType, CelField.EventTime, CelField.UniqueId, CelField.LinkedId, CelField.Channel];

    // In order of preference: tables of FreePBX have a column "channel" beside "channame", which stays empty.
    private static readonly FrozenDictionary<CelField, string[]> Names = new Dictionary<CelField, string[]>
    {
        [CelField.EventType] = ["eventtype", "eventenum", "eventname", "event"],
        [CelField.EventTime] = ["eventtime", "eventdate", "time"],
        [CelField.CallerName] = ["cidname", "calleridname", "callername"],
        [CelField.CallerNumber] = ["cidnum", "calleridnum", "callernumber", "cidnumber"],
        [CelField.Ani] = ["cidani", "calleridani", "ani"],
        [CelField.DialedNumber] = ["ciddnid", "calleriddnid", "dnid"],
        [CelField.Extension] = ["exten", "extension"],
        [CelField.Context] = ["context"],
        [CelField.Channel] = ["channame", "channelname", "channel"],
        [CelField.Application] = ["appname", "application", "app"],
        [CelField.ApplicationData] = ["appdata", "applicationdata"],
        [CelField.Account] = ["accountcode", "acctcode", "account"],
        [CelField.UniqueId] = ["uniqueid"],
        [CelField.LinkedId] = ["linkedid"],
        [CelField.Peer] = ["peer", "bridgepeer"],
        [CelField.UserField] = ["userfield"],
        [CelField.Extra] = ["extra", "eventextra"],
    }.ToFrozenDictionary();

    private CelColumns(IReadOnlyList<string> columns, Dictionary<CelField, int> positions)
    {
        All = columns;
        Positions = positions;
        Missing = [.. Required.Where(field => !positions.ContainsKey(field)).Select(NameOf).Order()];
    }

    /// <summary>Every column, known or not.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Positions of the known ones.</summary>
    public IReadOnlyDictionary<CelField, int> Positions { get; }

    /// <summary>Asterisk's names of the missing columns that a record requires.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <param name="columns">The names of the columns, in order.</param>
    /// <param name="chosen">Columns that are used for a field whatever their names are.</param>
    public static CelColumns Create(IReadOnlyList<string> columns, IReadOnlyDictionary<CelField, string>? chosen = null)
    {
        var positions = new Dictionary<CelField, int>();
        foreach (var (field, names) in Names)
        {
            var position = chosen?.GetValueOrDefault(field) is { } name
                ? Find(columns, column => column.Equals(name, StringComparison.OrdinalIgnoreCase))
                : names.Select(known => Find(columns, column => Plain(column) == known))
                    .FirstOrDefault(found => found >= 0, -1);
            if (position >= 0)
                positions[field] = position;
        }
        return new(columns, positions);
    }

    /// <summary>The field of a column with this name.</summary>
    public static CelField? FieldOf(string name)
    {
        foreach (var (field, names) in Names)
        {
            if (names.Contains(Plain(name)))
                return field;
        }
        return null;
    }

    /// <summary>Asterisk's name of the field.</summary>
    public static string NameOf(CelField field) => Names[field][0];

    private static int Find(IReadOnlyList<string> columns, Func<string, bool> fits)
    {
        for (var position = 0; position < columns.Count; position++)
        {
            if (fits(columns[position]))
                return position;
        }
        return -1;
    }

    // cid_num, CID_Num and cidnum are the same.
    private static string Plain(string name) => name.Replace("_", "").Trim().ToLowerInvariant();
}
