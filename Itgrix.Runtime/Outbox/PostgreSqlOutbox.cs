using Npgsql;

namespace Itgrix.Runtime.Outbox;

/// <summary>The outbox in tables of a PostgreSQL database.</summary>
internal sealed class PostgreSqlOutbox : OutboxDatabase
{
    private const int Connections = 10, ProvidersDefault = 100;

    // A server may be configured to acknowledge commits before they are durable: this outbox needs durable ones.
    private const string Setup = """
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
        """;

    private readonly NpgsqlDataSource _source;

    public PostgreSqlOutbox(Secret connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection.Reveal()) { Enlist = false };
        parts.ApplicationName ??= "itgrix";
        // Other programs use the server too.
        if (parts.MaxPoolSize == ProvidersDefault)
            parts.MaxPoolSize = Connections;
        _source = NpgsqlDataSource.Create(parts);
        Name = $"PostgreSQL database {parts.Database ?? parts.Username} at {parts.Host}";
    }

    public override string Name { get; }

    public override string Counted => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";

    // An arbitrary number that no other program uses: "itgrix" in letters.
    public override string SchemaLock => "SELECT pg_advisory_xact_lock(115881353210232)";

    protected override string Fix =>
        "See that the server runs, that outbox.postgresql is right and that its user may make and change tables there.";

    public override async Task<OutboxConnection> OpenReaderAsync(CancellationToken token) =>
        await OpenedAsync(_source.CreateConnection(), "", token);

    public override async Task<OutboxConnection> OpenWriterAsync(CancellationToken token) =>
        await OpenedAsync(_source.CreateConnection(), Setup, token);

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
