using System.Collections.Concurrent;
using System.Diagnostics;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// A fixed number of workers, each with its own thread that blocks while its worker runs. Calls wait in one
/// bounded queue; a full queue rejects at once.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private static readonly ILogger Log = AppLog.For("workers");

    // What a call leaves is most often done at once: a line for the log, a message that is sent.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<Job> _queue;
    private readonly string _name;
    private readonly Func<IWorker> _start;
    private readonly RecycleRule _recycle;
    private readonly StartBackoff _backoff = new(TimeProvider.System);
    private readonly List<Thread> _threads = [];
    private readonly ConcurrentQueue<FinishingWorker> _finishing = [];
    private int _startedThreads;

    public WorkerPool(string name, int size, int queue, RecycleRule recycle, Func<IWorker> start)
    {
        _name = name;
        _start = start;
        _recycle = recycle;
        _queue = new(queue);
        for (var number = 1; number <= size; number++)
            _threads.Add(new Thread(Work) { IsBackground = true, Name = $"{name} {number}" });
        StartNext();
    }

    /// <summary>Number of calls that wait for a worker.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Runs one call; a call that is cancelled while it waits never runs.</summary>
    public Task<WorkerAnswer> Call(ReadOnlyMemory<byte> payload, TimeSpan limit, CancellationToken token)
    {
        var job = new Job(payload, limit, token);
        if (!_queue.TryAdd(job, 0, CancellationToken.None))
            job.Answer.SetResult(new(WorkerEnd.QueueFull, []));
        if (_queue.Count > Volatile.Read(ref _startedThreads))
            StartNext();
        return job.Answer.Task;
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _startedThreads, _threads.Count);
        _queue.CompleteAdding();
        foreach (var thread in _threads.Where(
            thread => !thread.ThreadState.HasFlag(System.Threading.ThreadState.Unstarted)))
            thread.Join();
        foreach (var worker in _finishing)
            worker.Dispose();
    }

    // The first worker at once, the others when the first has served or when more calls wait: while they start, they
    // take the cores that the first call needs.
    private void StartNext()
    {
        if (Volatile.Read(ref _startedThreads) < _threads.Count
            && Interlocked.Increment(ref _startedThreads) is var number
            && number <= _threads.Count)
            _threads[number - 1].Start();
    }

    private void Work()
    {
        var worker = Start(null);
        while (!_queue.IsCompleted)
        {
            if (!_queue.TryTake(out var job, worker is null ? Timeout.InfiniteTimeSpan : _recycle.MaxIdle))
            {
                worker?.Dispose();
                worker = null;
                continue;
            }
            if (worker is not { IsAlive: true })
                worker = Start(worker);
            if (!job.Run(worker, _backoff))
            {
                WorkerLogMessages.Unread(Log, _name);
                worker = Start(worker);
                job.Run(worker, _backoff);
            }
            StartNext();
            if (worker?.Settle(Grace, job.Limit) is { } finishing)
            {
                Finish(finishing);
                worker = null;
            }
            if (worker is not { IsUsable: true } || worker.IsDue(_recycle))
                worker = Start(worker);
        }
        worker?.Dispose();
    }

    // Another worker serves while this one ends; of too many the oldest ends now.
    private void Finish(FinishingWorker worker)
    {
        _finishing.Enqueue(worker);
        while (_finishing.Count > _threads.Count && _finishing.TryDequeue(out var oldest))
            oldest.Dispose();
    }

    private PooledWorker? Start(PooledWorker? seat)
    {
        seat?.Dispose();
        if (_queue.IsCompleted || _backoff.Blocked is not null)
            return null;
        try
        {
            var started = new PooledWorker(_start());
            _backoff.Started();
            return started;
        }
        catch (Exception error) when (error is ProcessStartException or IOException)
        {
            var (delay, isNewReason) = _backoff.Failed(error.Message);
            WorkerLogMessages.NotStarted(Log, _name, error.Message, delay, isNewReason);
            return null;
        }
    }

    /// <summary>One of the pool's workers with its statistics.</summary>
    private sealed class PooledWorker(IWorker worker) : IDisposable
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private long _calls;
        private LateLines? _late;

        /// <summary>Whether its process still runs and its connection is open; checks with the system.</summary>
        public bool IsAlive => worker.IsAlive;

        /// <summary>Whether its last call left it usable.</summary>
        public bool IsUsable { get; private set; } = true;

        public bool IsDue(RecycleRule rule) =>
            _calls > 0 && rule.IsDue(_calls, Stopwatch.GetElapsedTime(_began), () => worker.Memory);

        public WorkerAnswer Call(Job job, TimeSpan limit)
        {
            _calls++;
            IsUsable = false;
            var answer = worker.Call(job.Payload, limit);
            IsUsable = answer.End is WorkerEnd.Reply or WorkerEnd.Error && !answer.IsLast;
            _late = answer.Late;
            return answer;
        }

        /// <summary>
        /// Waits until nothing of the last call runs any more; what still runs after the wait goes on elsewhere.
        /// </summary>
        public FinishingWorker? Settle(TimeSpan wait, TimeSpan limit)
        {
            if (!IsUsable || _late is not { } late)
                return null;
            try
            {
                if (worker.Settle(wait))
                    return null;
                IsUsable = worker.IsAlive;
                if (!IsUsable)
                    // It may have ended just now: its last words.
                    worker.Settle(TimeSpan.Zero);
            }
            catch (IOException)
            {
                IsUsable = false;
            }
            return IsUsable ? new(worker, late, limit) : null;
        }

        public void Dispose() => worker.Dispose();
    }

    private sealed record Job(ReadOnlyMemory<byte> Payload, TimeSpan Limit, CancellationToken Token)
    {
        private readonly Stopwatch _running = new();
        private WorkerAnswer? _unread;

        public TaskCompletionSource<WorkerAnswer> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Answers; or returns false, at most once, where the call may be retried in another worker.</summary>
        public bool Run(PooledWorker? seat, StartBackoff backoff)
        {
            if (Token.IsCancellationRequested)
                Answer.SetCanceled(Token);
            else if (seat is null)
                Answer.SetResult(
                    new(WorkerEnd.NotStarted, []) { StandardError = backoff.Reason ?? "it could not be started." });
            else
                return Call(seat);
            return true;
        }

        // On one of the pool's own threads an exception would end the service.
        private bool Call(PooledWorker seat)
        {
            try
            {
                _running.Start();
                var left = Limit - _running.Elapsed;
                var answer = _unread is not null && left <= TimeSpan.Zero ? _unread : seat.Call(this, left);
                if (answer.IsUnread && _unread is null)
                {
                    _unread = answer;
                    return false;
                }
                Answer.SetResult(answer);
            }
            catch (Exception error)
            {
                Answer.SetException(error);
            }
            return true;
        }
    }
}
