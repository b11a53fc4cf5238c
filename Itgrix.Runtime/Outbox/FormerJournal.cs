using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Tracking;
using Microsoft.Data.Sqlite;

namespace Itgrix.Runtime.Outbox;

/// <summary>The file in which earlier versions kept handled stages and the position; it is read once.</summary>
internal sealed class FormerJournal
{
    private readonly string _file;

    private FormerJournal(string file) => _file = file;

    /// <summary>The file in the folder of the service's data; <c>null</c> when there is none.</summary>
    public static FormerJournal? Find(string folder) =>
        Path.Combine(folder, "calls.db") is var file && File.Exists(file) ? new(file) : null;

    /// <exception cref="StorageException">The file cannot be read.</exception>
    public (IReadOnlyList<LedgerEntry> Stages, DateTime? Position) Read()
    {
        try
        {
            using var database = new SqliteConnection($"Data Source={_file};Pooling=False");
            database.Open();
            return ([.. Rows(database, "SELECT key, call, time FROM stage",
                    row => new LedgerEntry(row.GetString(0), row.GetString(1), Time(row.GetString(2))))],
                Rows(database, "SELECT time FROM position", row => (DateTime?)Time(row.GetString(0)))
                    .FirstOrDefault());
        }
        catch (Exception error) when (error is SqliteException or FormatException)
        {
            throw new StorageException(
                $"{_file}, the journal of an earlier version, cannot be read: {error.Message} Move it away to start "
                + "without it; calls of the last minutes may then be handled again.", error);
        }
    }

    /// <summary>Renames the file: its content is in the outbox now.</summary>
    public void PutAside() => File.Move(_file, _file + ".imported", overwrite: true);

    private static IEnumerable<T> Rows<T>(SqliteConnection database, string sql, Func<SqliteDataReader, T> map)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return map(rows);
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}
