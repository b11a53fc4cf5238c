using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Itgrix.Tests.Platform.Hosting;

/// <summary>The recurring jobs of a host.</summary>
[TestClass]
public sealed class JobTests
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(20);

    private readonly Runs _runs = new();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_job_runs_at_once_and_again_never_twice_at_a_time_and_a_stop_cancels_and_awaits_it()
    {
        await RunAsync(jobs => jobs.Every<SlowJob>(Often, "slow"),
            () => Eventually.TrueAsync(() => _runs.Started >= 3));

        (_runs.Most, _runs.Running).Should().Be((1, 0));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_job_that_fails_is_logged_with_its_name_and_runs_again()
    {
        using var log = new RecordedLog();

        await RunAsync(jobs => jobs.Every<FailingJob>(Often, "counting"),
            () => Eventually.TrueAsync(() => _runs.Started >= 3));

        log.Lines.Should().HaveCountGreaterThan(1).And.AllSatisfy(line =>
            line.Should().StartWith("Error Job counting failed; it runs again on schedule").And.Contain("no disk"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Jobs_of_one_class_run_for_each_account()
    {
        await RunAsync(
            jobs =>
            {
                foreach (var account in new[] { "one", "other" })
                    jobs.Every<AccountJob>(TimeSpan.FromHours(1), account,
                        job => job.UsingJobData(each => each.Account, account));
            },
            () => Eventually.TrueAsync(() => _runs.Started == 2));

        _runs.Accounts.Should().BeEquivalentTo("one", "other");
    }

    private async Task RunAsync(Action<IQuartzBuilder> add, Func<Task> untilThen)
    {
        using var stop = new CancellationTokenSource();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddHosting(TimeProvider.System).AddSingleton(_runs).AddJobs(add);
        using var host = builder.Build();
        var running = host.RunAsync(() => { }, stop.Token);

        await untilThen();
        await stop.CancelAsync();
        await running;
    }

    /// <summary>What the jobs of a test did.</summary>
    internal sealed class Runs
    {
        private int _started, _running, _most;

        public int Started => Volatile.Read(ref _started);

        public int Running => Volatile.Read(ref _running);

        public int Most => Volatile.Read(ref _most);

        public System.Collections.Concurrent.ConcurrentBag<string> Accounts { get; } = [];

        public void Start() => Interlocked.Increment(ref _started);

        public async Task RunAsync(Func<Task> work)
        {
            var running = Interlocked.Increment(ref _running);
            _most = Math.Max(_most, running);
            Start();
            try
            {
                await work();
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }
    }

    [DisallowConcurrentExecution]
    internal sealed class SlowJob(Runs runs) : IJob
    {
        // The third run lasts until it is cancelled.
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
            await runs.RunAsync(() => Task.Delay(
                runs.Started < 3 ? Often * 3 : Timeout.InfiniteTimeSpan, cancellationToken));
    }

    [DisallowConcurrentExecution]
    internal sealed class FailingJob(Runs runs) : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            runs.Start();
            throw new IOException("no disk");
        }
    }

    [DisallowConcurrentExecution]
    internal sealed class AccountJob(Runs runs) : IJob
    {
        public string Account { get; set; } = "";

        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            runs.Accounts.Add(Account);
            runs.Start();
            return ValueTask.CompletedTask;
        }
    }
}
