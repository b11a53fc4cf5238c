using Itgrix.Runtime.Telephony.Cel.Csv;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>Opens the configured store.</summary>
internal static class CelStores
{
    /// <param name="options">The section <c>asterisk.cel</c>.</param>
    /// <param name="zone">The time zone of the Asterisk server.</param>
    /// <param name="time">The clock for waiting at the end of a file; the system's when left out.</param>
    /// <exception cref="CelStoreException">A column or the database's provider is missing.</exception>
    public static ICelStore Open(CelOptions options, TimeZoneInfo zone, TimeProvider? time = null) => options switch
    {
        CelFileOptions file => new CelCsvFile(file.File, file.Columns, new CelClock(zone), time ?? TimeProvider.System),
        CelTableOptions table => new CelTable(table, DbProvider.For(table), new CelClock(zone, table.Utc)),
        _ => throw new ArgumentException($"{options.GetType().Name} is not a kind of store."),
    };
}
