using System.Globalization;
using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// The handled stages of each call, kept across restarts and crashes: a stage is handled once, however often its
/// channel events are read. Every method waits during a database outage.
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

    private readonly SqliteFile _file;
    // Waiting callers hold no thread, however long the database is locked.
    private readonly SemaphoreSlim _turn = new(1);
    private SqliteConnection? _database;

    private CallJournal(string file, TimeProvider time, CancellationToken? until)
    {
        _file = new(file, pooled: false);
        Storage = new(file, time, until);
    }

    /// <summary>The current outage of the database.</summary>
    public StorageRetry Storage { get; }

    /// <summary>Position in the channel events for the next start; <c>null</c> before the first event.</summary>
    public DateTime? Position { get; private set; }

    /// <param name="file">The database; it is created when it does not exist.</param>
    /// <param name="time">The clock.</param>
    /// <param name="token">Cancels the opening.</param>
    /// <param name="until">
    /// All methods wait during an outage, until this is cancelled; <c>null</c>: for some seconds.
    /// </param>
    /// <exception cref="StorageException">It cannot be opened, or is not a database.</exception>
    public static async Task<CallJournal> OpenAsync(
        string file, TimeProvider time, CancellationToken token = default, CancellationToken? until = null)
    {
        var journal = new CallJournal(file, time, until);
        try
        {
            journal.Position = Time(await journal.ReadAsync("SELECT time FROM position", token));
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Whether this stage was handled before.</summary>
    public async Task<bool> HasAsync(CallStageEvent stage, CancellationToken token) =>
        await ReadAsync("SELECT 1 FROM stage WHERE key = $a", token, stage.Key) is not null;

    /// <summary>Records it as handled; the parts of a call that ended have ended with it.</summary>
    public async Task AddAsync(CallStageEvent stage, CancellationToken token)
    {
        await RunAsync("INSERT OR IGNORE INTO stage VALUES ($a, $b, $c)", token,
            stage.Key, stage.CallId, Text(stage.Time));
        foreach (var part in stage.Parts)
            await AddAsync(stage with { CallId = part, Parts = [] }, token);
    }

    /// <summary>Calls that were handled to their end, from that time on.</summary>
    public async Task<IReadOnlyList<string>> EndedSinceAsync(DateTime time, CancellationToken token)
    {
        var calls = new List<string>();
        await UseAsync(database =>
        {
            calls.Clear();
            using var command = Command(database,
                "SELECT call FROM stage WHERE time >= $a AND key = call || $b", Text(time), $"/{CallStage.CallEnded}");
            using var rows = command.ExecuteReader();
            while (rows.Read())
                calls.Add(rows.GetString(0));
        }, token);
        return calls;
    }

    /// <summary>Stores the position in the channel events for the next start.</summary>
    public async Task SavePositionAsync(DateTime time, CancellationToken token)
    {
        await RunAsync(
            "INSERT INTO position VALUES (1, $a) ON CONFLICT (id) DO UPDATE SET time = $a", token, Text(time));
        Position = time;
    }

    /// <summary>Deletes older entries.</summary>
    public Task TrimAsync(DateTime before, CancellationToken token) =>
        RunAsync("DELETE FROM stage WHERE time < $a", token, Text(before));

    public void Dispose()
    {
        _database?.Dispose();
        _turn.Dispose();
    }

    private Task RunAsync(string sql, CancellationToken token, params string[] values) => UseAsync(database =>
    {
        using var command = Command(database, sql, values);
        command.ExecuteNonQuery();
    }, token);

    private async Task<object?> ReadAsync(string sql, CancellationToken token, params string[] values)
    {
        object? found = null;
        await UseAsync(database =>
        {
            using var command = Command(database, sql, values);
            found = command.ExecuteScalar();
        }, token);
        return found;
    }

    private async Task UseAsync(Action<SqliteConnection> use, CancellationToken token)
    {
        await _turn.WaitAsync(token);
        try
        {
            await Storage.RunAsync(async () => use(await OpenedAsync()), token);
        }
        catch (Exception error) when (StorageErrors.Classify(error) != StorageFailure.None)
        {
            throw Unusable(error);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<SqliteConnection> OpenedAsync()
    {
        if (_database is { } open)
        {
            if (_file.IsInPlace)
                return open;
            await _file.RescueAsync(copy =>
            {
                using var command = Command(open, "VACUUM INTO $a", copy);
                return command.ExecuteNonQueryAsync();
            });
            _database = null;
            open.Dispose();
        }
        _file.Make();
        var database = new SqliteConnection(_file.ConnectionString);
        try
        {
            database.Open();
            using var command = Command(database, Schema);
            command.ExecuteNonQuery();
            return _database = database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private StorageException Unusable(Exception error) => new(
        $"{_file.Path}, the journal of handled call stages, cannot be used: {error.Message} "
        + "Check the free space and the rights of its folder; a damaged file is created anew once it is moved away, "
        + "only calls of the last minutes may then be handled again.", error);

    private static SqliteCommand Command(SqliteConnection database, string sql, params string[] values)
    {
        var command = database.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue("$" + (char)('a' + i), values[i]);
        return command;
    }

    private static string Text(DateTime time) => time.ToString(Format, CultureInfo.InvariantCulture);

    private static DateTime? Time(object? text) =>
        DateTime.TryParseExact(text as string, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : null;
}
