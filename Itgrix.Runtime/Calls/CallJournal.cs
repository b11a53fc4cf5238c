using System.Globalization;
using Itgrix.Hooks;
using Itgrix.Runtime.Storage;
using Microsoft.Data.Sqlite;

namespace Itgrix.Runtime.Calls;

/// <summary>
/// What of which call has been handled, kept through restarts and crashes: a stage is handled once, however often the
/// channel events behind it are read.
/// </summary>
internal sealed class CallJournal : IDisposable
{
    private const string Format = "yyyy-MM-dd HH:mm:ss.fff";

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS stage (key TEXT PRIMARY KEY, call TEXT NOT NULL, time TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS stage_time ON stage (time);
        CREATE TABLE IF NOT EXISTS position (id INTEGER PRIMARY KEY CHECK (id = 1), time TEXT NOT NULL);
        """;

    private readonly string _file;
    private readonly SqliteConnection _database;
    private readonly Lock _gate = new();

    /// <param name="file">The database; it is made when it is not there.</param>
    /// <exception cref="StorageException">It cannot be opened, or is no database.</exception>
    public CallJournal(string file)
    {
        _file = file;
        Make();
        _database = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        try
        {
            Locked(_database.Open);
            Run(Schema);
        }
        catch (StorageException)
        {
            _database.Dispose();
            throw;
        }
    }

    /// <summary>Whether this stage was handled before.</summary>
    public bool Has(StageReached stage) => Read("SELECT 1 FROM stage WHERE key = $a", stage.Key) is not null;

    /// <summary>Notes it; the parts of a call that ended have ended with it.</summary>
    public void Add(StageReached stage)
    {
        Run("INSERT OR IGNORE INTO stage VALUES ($a, $b, $c)", stage.Key, stage.CallId, Text(stage.Time));
        foreach (var part in stage.Parts)
            Add(stage with { CallId = part, Parts = [] });
    }

    /// <summary>Calls that were handled to their end, from that time on.</summary>
    public IReadOnlyList<string> EndedSince(DateTime time)
    {
        var calls = new List<string>();
        Locked(() =>
        {
            using var command = Command(
                "SELECT call FROM stage WHERE time >= $a AND key = call || $b", Text(time), $"/{CallStage.CallEnded}");
            using var rows = command.ExecuteReader();
            while (rows.Read())
                calls.Add(rows.GetString(0));
        });
        return calls;
    }

    /// <summary>From where on channel events are read at the next start; <c>null</c> before the first.</summary>
    public DateTime? Position
    {
        get => Read("SELECT time FROM position") is string text
            && DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                ? time : null;
        set => Run("INSERT INTO position VALUES (1, $a) ON CONFLICT (id) DO UPDATE SET time = $a", Text(value!.Value));
    }

    /// <summary>Forgets what is older.</summary>
    public void Trim(DateTime before) => Run("DELETE FROM stage WHERE time < $a", Text(before));

    public void Dispose()
    {
        lock (_gate)
            _database.Dispose();
    }

    private void Make()
    {
        try
        {
            PrivateSqlite.Make(_file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(error);
        }
    }

    private void Run(string sql, params string[] values) => Locked(() =>
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    });

    private object? Read(string sql, params string[] values)
    {
        object? found = null;
        Locked(() =>
        {
            using var command = Command(sql, values);
            found = command.ExecuteScalar();
        });
        return found;
    }

    private void Locked(Action use)
    {
        try
        {
            lock (_gate)
                use();
        }
        catch (SqliteException error)
        {
            throw Unusable(error);
        }
    }

    private StorageException Unusable(Exception error) => new(
        $"{_file}, which notes the stages of calls that were handled, cannot be used: {error.Message} "
        + "See to the free space and the rights of its folder; a damaged file is made anew once it is moved away, "
        + "only calls of the last minutes may then be handled again.", error);

    private SqliteCommand Command(string sql, params string[] values)
    {
        var command = _database.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue("$" + (char)('a' + i), values[i]);
        return command;
    }

    private static string Text(DateTime time) => time.ToString(Format, CultureInfo.InvariantCulture);
}
