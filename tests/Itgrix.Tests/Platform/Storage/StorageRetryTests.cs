using Itgrix.Runtime.Platform.Storage;
using Itgrix.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Itgrix.Tests.Platform.Storage;

/// <summary>Retries and delays, on a clock that the test controls.</summary>
[TestClass]
public sealed class StorageRetryTests
{
    private const int Locked = 5, NotADatabase = 26, Constraint = 19;

    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));
    private readonly CancellationTokenSource _stop = new();

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _stop.Dispose();
    }

    [TestMethod]
    public async Task An_outage_of_an_hour_is_waited_for_and_logged_once_when_it_begins_and_once_when_it_ends()
    {
        using var log = new RecordedLog();
        var (retry, since, tries) = (Endless(), _time.GetUtcNow(), 0);

        var running = retry.RunAsync(() => _time.GetUtcNow() - since < TimeSpan.FromHours(1) && ++tries > 0
            ? throw Failed(Locked) : Task.CompletedTask, _limit.Token);
        (retry.Outage!.Since, retry.Outage.Cause).Should().Be((since, "another program has locked it."));
        await PassAsync(running);

        retry.Outage.Should().BeNull();
        tries.Should().BeInRange(600, 800);
        log.Lines.Should().HaveCount(2);
        log.Lines[0].Should()
            .Be("Warn the-database cannot be used; writes wait for it: another program has locked it.");
        log.Lines[1].Should().StartWith("Info the-database can be used again after 36");
    }

    [TestMethod]
    public async Task A_connection_that_a_restart_broke_is_opened_again_and_is_no_outage()
    {
        using var log = new RecordedLog();
        var (retry, tries) = (Endless(), 0);

        await retry.RunAsync(() => ++tries == 1 ? throw Failed(Locked) : Task.CompletedTask, _limit.Token);

        (tries, retry.Outage).Should().Be((2, null));
        log.Lines.Should().BeEmpty();
    }

    [TestMethod]
    public async Task During_an_outage_one_caller_tries_and_the_others_succeed_after_it()
    {
        var (retry, isAway, tries, done) = (Endless(), true, 0, 0);
        var first = retry.RunAsync(() => isAway ? throw Failed(Locked) : Task.CompletedTask, _limit.Token);

        var others = Enumerable.Range(0, 100).Select(_ => retry.RunAsync(() =>
        {
            _ = isAway ? tries++ : done++;
            return Task.CompletedTask;
        }, _limit.Token)).ToList();
        await _time.WaitForTimer(TimeSpan.FromSeconds(0.1), _limit.Token);
        isAway = false;
        await PassAsync(first);
        await Task.WhenAll(others).WaitAsync(_limit.Token);

        (tries, done).Should().Be((0, 100));
    }

    [TestMethod]
    public async Task A_stop_ends_the_waiting_of_all()
    {
        var retry = Endless();
        var waiting = Enumerable.Range(0, 3)
            .Select(_ => retry.RunAsync(() => throw Failed(Locked), CancellationToken.None)).ToList();

        await _stop.CancelAsync();

        foreach (var one in waiting)
            await one.Invoking(task => task.WaitAsync(_limit.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [TestMethod]
    public async Task A_caller_that_gives_up_leaves_the_retries_to_the_next_one()
    {
        var (retry, isAway) = (Endless(), true);
        using var givesUp = new CancellationTokenSource();
        var first = retry.RunAsync(Attempt, givesUp.Token);
        var second = retry.RunAsync(Attempt, _limit.Token);

        await givesUp.CancelAsync();
        await first.Invoking(task => task.WaitAsync(_limit.Token)).Should().ThrowAsync<OperationCanceledException>();
        isAway = false;
        await PassAsync(second);

        retry.Outage.Should().BeNull();

        Task Attempt() => isAway ? throw Failed(Locked) : Task.CompletedTask;
    }

    [TestMethod]
    public async Task An_error_that_a_person_must_fix_ends_the_start_but_is_retried_later()
    {
        var (retry, isBroken) = (Endless(), true);
        await retry.Invoking(one => one.RunAsync(Attempt, _limit.Token)).Should().ThrowAsync<SqliteException>();
        isBroken = false;
        await retry.RunAsync(Attempt, _limit.Token);

        isBroken = true;
        var running = retry.RunAsync(Attempt, _limit.Token);
        retry.Outage.Should().NotBeNull();
        isBroken = false;
        await PassAsync(running);

        Task Attempt() => isBroken ? throw Failed(NotADatabase) : Task.CompletedTask;
    }

    [TestMethod]
    public async Task A_row_that_the_database_refuses_is_no_outage()
    {
        var retry = Endless();
        await retry.RunAsync(() => Task.CompletedTask, _limit.Token);

        await retry.Invoking(one => one.RunAsync(() => throw Failed(Constraint), _limit.Token))
            .Should().ThrowAsync<SqliteException>();

        retry.Outage.Should().BeNull();
    }

    [TestMethod]
    public async Task A_command_of_a_person_waits_for_some_seconds_only()
    {
        var retry = new StorageRetry("the-database", _time, until: null);
        var began = _time.GetUtcNow();

        var running = retry.RunAsync(() => throw Failed(Locked), _limit.Token);
        await FluentActions.Awaiting(() => PassAsync(running)).Should().ThrowAsync<SqliteException>();

        (_time.GetUtcNow() - began)
            .Should().BeGreaterThan(TimeSpan.FromSeconds(8)).And.BeLessThan(TimeSpan.FromMinutes(1));
    }

    private static SqliteException Failed(int code) => new("it failed", code);

    private StorageRetry Endless() => new("the-database", _time, _stop.Token);

    private Task PassAsync(Task running) => Eventually.CompletedAsync(running, () => _time.Advance(MaxDelay));
}
