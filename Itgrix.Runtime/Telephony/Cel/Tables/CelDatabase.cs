using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Itgrix.Runtime.Telephony.Cel.Tables;

/// <summary>A database, its ADO.NET provider and the particulars of its SQL.</summary>
internal sealed class CelDatabase
{
    private static readonly string[] Secrets = ["Password", "Pwd", "User Password", "SSL Password"];

    private readonly DbProviderFactory _factory;
    private readonly string _connection;
    private readonly IReadOnlyList<string> _secrets;
    private readonly string _kind;

    /// <exception cref="CelStoreException">The connection string is invalid.</exception>
    public CelDatabase(DbProviderFactory factory, string connection)
    {
        (_factory, _kind) = (factory, factory.GetType().Name);
        try
        {
            // Never creates a new, empty database; and keeps no file open that Asterisk's administrator moves away.
            _connection = factory is SqliteFactory
                ? new SqliteConnectionStringBuilder(connection)
                {
                    Mode = SqliteOpenMode.ReadOnly, Pooling = false,
                }.ConnectionString
                : connection;
            var parts = new DbConnectionStringBuilder { ConnectionString = _connection };
            var secrets = Secrets.Where(parts.ContainsKey).Select(name => parts[name].ToString()!);
            _secrets = [.. secrets.Where(value => value.Length > 0)];
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new CelStoreException("asterisk.cel.connection is not a connection string: write "
                + "\"Data Source=/path/cel.db\" for SQLite, "
                + "\"Host=localhost;Database=asterisk;Username=asterisk;Password=...\" for PostgreSQL, "
                + "\"Server=localhost;Database=asteriskcdrdb;User ID=...;Password=...\" for MySQL and MariaDB, "
                + "\"Dsn=asterisk\" for ODBC.");
        }
    }

    /// <summary>Whether a query can limit the number of rows.</summary>
    public bool KnowsLimit => IsMySql || IsOf("Sqlite") || IsOf("Npgsql");

    private bool IsMySql => IsOf("MySql");

    private bool IsOdbc => IsOf("Odbc");

    /// <summary>A quoted name for SQL; a dot separates the schema from the table.</summary>
    public string QuoteTable(string name) => string.Join('.', name.Split('.').Select(Quote));

    public string Quote(string name) => this switch
    {
        { IsMySql: true } => $"`{name.Replace("`", "``")}`",
        // Quoting depends on the driver; a plain name needs no quotes in any.
        { IsOdbc: true } when name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') => name,
        _ => $"\"{name.Replace("\"", "\"\"")}\"",
    };

    /// <summary>A placeholder for a parameter; ODBC identifies parameters by their order alone.</summary>
    public string Parameter(int index) => IsOdbc ? "?" : ParameterName(index);

    public static string ParameterName(int index) => $"@p{index}";

    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = _factory.CreateConnection()!;
        try
        {
            connection.ConnectionString = _connection;
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Name for the log: the location without the password.</summary>
    public override string ToString()
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = _connection };
        var where = new[] { "Data Source", "Dsn", "Host", "Server", "Database" }
            .Where(parts.ContainsKey).Select(name => parts[name].ToString());
        return $"{_kind.Replace("ConnectorFactory", "").Replace("Factory", "")} {string.Join(' ', where)}";
    }

    private bool IsOf(string product) => _kind.Contains(product, StringComparison.OrdinalIgnoreCase);

    /// <summary>The message with the password removed, should the provider have included it.</summary>
    public string WithoutSecrets(string message) =>
        _secrets.Aggregate(message, (text, secret) => text.Replace(secret, "***"));
}
