using System.Data.Common;
using System.Net.Sockets;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Data.Sqlite;
using Npgsql;
using static SQLitePCL.raw;

namespace Itgrix.Runtime.Platform.Storage;

/// <summary>The one place that classifies database errors.</summary>
internal static class StorageErrors
{
    public static StorageFailure Classify(Exception error) => error switch
    {
        StorageException { InnerException: { } cause } => Classify(cause),
        SqliteException known => OfSqlite(known.SqliteErrorCode),
        PostgresException known => OfPostgreSql(known.SqlState),
        NpgsqlException { IsTransient: true } => StorageFailure.Away,
        EndOfStreamException or IOException { HResult: Errno.NoSpace } or TimeoutException or SocketException =>
            StorageFailure.Away,
        DbException or IOException or UnauthorizedAccessException => StorageFailure.Unusable,
        InvalidDataException => StorageFailure.BadRow,
        _ => StorageFailure.None,
    };

    /// <summary>Why the database fails, for an administrator.</summary>
    public static string Cause(Exception error) => error switch
    {
        StorageException { InnerException: { } cause } => Cause(cause),
        SqliteException { SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED } => "another program has locked it.",
        SqliteException { SqliteErrorCode: SQLITE_FULL } or IOException { HResult: Errno.NoSpace } =>
            "the disk is full.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } known =>
            $"the server's disk is full: {known.MessageText}.",
        PostgresException known => $"{known.MessageText} ({known.SqlState}).",
        NpgsqlException { InnerException: { } inner } when !error.Message.Contains(inner.Message) =>
            $"{error.Message}: {inner.Message}.",
        _ => error.Message,
    };

    /// <summary>What an administrator can do; empty when that is not known.</summary>
    public static string Fix(Exception error) => error switch
    {
        StorageException { InnerException: { } cause } => Fix(cause),
        SqliteException { SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED } =>
            "End the program that has it open, such as a backup or sqlite3: fuser names it.",
        SqliteException { SqliteErrorCode: SQLITE_FULL } or IOException { HResult: Errno.NoSpace }
            or PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "Free space on that disk.",
        SqliteException => "Check the permissions of the file and of its folder, and the disk.",
        PostgresException { SqlState: ['2', '8', ..] } or PostgresException { SqlState: ['4', '2', ..] } =>
            "Check user, password and rights of outbox.postgresql.",
        NpgsqlException or TimeoutException or SocketException or EndOfStreamException =>
            "Start the server, and check the address in outbox.postgresql.",
        _ => "",
    };

    private static StorageFailure OfSqlite(int code) => code switch
    {
        SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL or SQLITE_FULL or SQLITE_IOERR or SQLITE_NOMEM
            or SQLITE_INTERRUPT or SQLITE_SCHEMA => StorageFailure.Away,
        SQLITE_CONSTRAINT or SQLITE_TOOBIG or SQLITE_MISMATCH or SQLITE_RANGE => StorageFailure.BadRow,
        _ => StorageFailure.Unusable,
    };

    // By class: https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static StorageFailure OfPostgreSql(string state) => state switch
    {
        // Data that does not fit, a constraint, a limit of the program.
        ['2', '2' or '3', ..] or ['5', '4', ..] => StorageFailure.BadRow,
        // A lost connection, a deadlock, a lack of disk or memory, a lock, a stop or start, the system.
        ['0', '8', ..] or ['4', '0', ..] or ['5', '3' or '5' or '7' or '8', ..] => StorageFailure.Away,
        // A standby that is not promoted yet.
        PostgresErrorCodes.ReadOnlySqlTransaction => StorageFailure.Away,
        _ => StorageFailure.Unusable,
    };
}
