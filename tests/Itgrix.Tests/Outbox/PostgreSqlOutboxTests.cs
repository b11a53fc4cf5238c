using System.Collections.Concurrent;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Tests.Support;
using Npgsql;

namespace Itgrix.Tests.Outbox;

/// <summary>The outbox in a real server, each test in a schema of its own.</summary>
[TestClass]
public sealed class PostgreSqlOutboxTests : OutboxStoreTests
{
    private static PostgreSqlServer _server = null!;

    private readonly string _schema = $"test_{Guid.NewGuid():n}";

    internal override OutboxOptions Options => new() { PostgreSql = new(Connection) };

    private string Connection => $"{_server.ConnectionString};Search Path={_schema}";

    [ClassInitialize]
    public static void StartServer(TestContext _) => _server = new();

    [ClassCleanup]
    public static void StopServer() => _server.Dispose();

    [TestInitialize]
    public void MakeSchema() => OnServer($"CREATE SCHEMA {_schema}");

    [TestMethod]
    public async Task A_commit_is_durable_though_the_server_is_configured_otherwise()
    {
        var options = new OutboxOptions { PostgreSql = new($"{Connection};Options=-c synchronous_commit=off") };
        await using var database = OutboxDatabase.Create(options);
        await using var writer = await database.OpenWriterAsync(Limit);

        (await writer.ReadAsync("SHOW synchronous_commit", [], row => row.GetString(0), Limit)).Should().Equal("on");
    }

    [TestMethod]
    public async Task Several_processes_may_create_the_tables_at_once() =>
        (await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenAsync())))).Should().HaveCount(6);

    [TestMethod]
    [Timeout(TestTimeout.Milliseconds, CooperativeCancellation = true)]
    public async Task A_process_killed_while_writing_loses_nothing_that_was_acknowledged()
    {
        using var folder = new TemporaryFolder();
        var config = folder.Write("config.json", $$$"""{"outbox": {"postgresql": "{{{Connection}}}"}}""");

        var acknowledged = await OutboxWrites.KilledAfterAsync(500, config, Limit);

        (await OutboxWrites.MissingAsync(await OpenAsync(), acknowledged, Limit)).Should().BeEmpty();
    }

    [TestMethod]
    [Timeout(TestTimeout.Milliseconds, CooperativeCancellation = true)]
    public async Task A_crash_of_the_server_loses_nothing_and_delivery_continues_when_it_runs_again()
    {
        var store = await OpenAsync(TimeProvider.System);
        var acknowledged = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();
        var writing = Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => OutboxWrites.WriteAsync(store, acknowledged.Enqueue, stop.Token))).ToList();
        await Reached(300);

        _server.Crash();
        var before = acknowledged.Count;
        _server.Start();
        await Reached(before + 300);

        await stop.CancelAsync();
        await Task.WhenAll(writing).WaitAsync(Limit);
        (await OutboxWrites.MissingAsync(store, [.. acknowledged], Limit)).Should().BeEmpty();

        async Task Reached(int count)
        {
            while (acknowledged.Count < count)
                await Task.WhenAny(
                    Task.Delay(TimeSpan.FromMilliseconds(5), Limit), Task.WhenAny(writing).Unwrap()).Unwrap();
        }
    }

    [TestMethod]
    [Timeout(TestTimeout.Milliseconds, CooperativeCancellation = true)]
    public async Task When_the_server_stays_down_all_callers_fail_and_later_writes_succeed()
    {
        var time = new ManualTime();
        var store = await OpenAsync(time);
        await store.SaveAsync(Step("before"), Limit);
        _server.Crash();
        try
        {
            var tries = new[] { store.SaveAsync(Step("lost"), Limit), store.LoadAsync(Call, Limit) };
            foreach (var task in tries)
            {
                var advanced = () => Eventually.CompletedAsync(task, () => time.Advance(TimeSpan.FromSeconds(5)));
                (await advanced.Should().ThrowAsync<StorageException>())
                    .WithMessage("PostgreSQL database postgres at *cannot be used*See that the server runs*");
            }
        }
        finally
        {
            _server.Start();
        }
        await store.SaveAsync(Step("after"), Limit);
        (await store.LoadAsync(Call, Limit)).Steps.Select(step => step.Name).Should().Equal("before", "after");
    }

    [TestMethod]
    public async Task A_database_user_without_the_right_to_create_tables_is_reported()
    {
        OnServer($"CREATE USER u_{_schema}; GRANT USAGE ON SCHEMA {_schema} TO u_{_schema}");
        var options = new OutboxOptions { PostgreSql = new($"{Connection};Username=u_{_schema}") };

        (await FluentActions.Awaiting(() => OutboxStore.OpenAsync(options, TimeProvider.System, Limit))
            .Should().ThrowAsync<StorageException>())
            .WithMessage("*permission denied*make and change tables*");
    }

    // Not pooled: the server is stopped between.
    private static void OnServer(string sql)
    {
        using var connection = new NpgsqlConnection($"{_server.ConnectionString};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
