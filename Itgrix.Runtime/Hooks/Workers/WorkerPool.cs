using System.Collections.Concurrent;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// A fixed number of workers. A call takes a free one and waits a moment for its answer on the caller's own thread,
/// which saves two changes of threads; what takes longer goes on with the worker's thread. Calls without a free worker
/// wait in one bounded queue; a full queue rejects at once.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private static readonly ILogger Log = AppLog.For("workers");

    // What a call leaves is most often done at once: a line for the log, a message that is sent.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Queue<WorkerJob> _waiting = [];
    // The one that was used last is the next: its code and data are still in the processor's memory.
    private readonly List<WorkerSeat> _free = [];
    private readonly List<WorkerSeat> _seats = [];
    private readonly int _maxWaiting;
    private readonly string _name;
    private readonly Func<IWorker> _start;
    private readonly RecycleRule _recycle;
    private readonly StartBackoff _backoff = new(TimeProvider.System);
    private readonly ConcurrentQueue<FinishingWorker> _finishing = [];
    private int _startedThreads;
    private bool _isClosed;

    public WorkerPool(string name, int size, int queue, RecycleRule recycle, Func<IWorker> start)
    {
        (_name, _start, _recycle, _maxWaiting) = (name, start, recycle, queue);
        for (var number = 1; number <= size; number++)
            _seats.Add(new($"{name} {number}", Work));
        StartNext();
    }

    /// <summary>Number of calls that wait for a worker.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Runs one call; a call that is cancelled while it waits never runs.</summary>
    /// <exception cref="InvalidOperationException">The pool takes no more calls.</exception>
    public Task<WorkerAnswer> Call(ReadOnlyMemory<byte> payload, TimeSpan limit, CancellationToken token)
    {
        var job = new WorkerJob(payload, limit, token);
        if (TakeFree(job) is { } seat)
            Begin(seat, job);
        return job.Answer.Task;
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _startedThreads, _seats.Count);
        lock (_gate)
        {
            _isClosed = true;
            foreach (var seat in _free)
                seat.Wake();
            _free.Clear();
        }
        foreach (var seat in _seats)
            seat.Join();
        foreach (var worker in _finishing)
            worker.Dispose();
    }

    // A free worker; without one the job waits, or is rejected.
    private WorkerSeat? TakeFree(WorkerJob job)
    {
        int waiting;
        lock (_gate)
        {
            if (_isClosed)
                throw new InvalidOperationException($"The workers of {_name} take no more calls.");
            if (_free is [.., var seat])
            {
                _free.RemoveAt(_free.Count - 1);
                return seat;
            }
            if (_waiting.Count < _maxWaiting)
                _waiting.Enqueue(job);
            else
                job.Answer.SetResult(new(WorkerEnd.QueueFull, []));
            waiting = _waiting.Count;
        }
        if (waiting > Volatile.Read(ref _startedThreads))
            StartNext();
        return null;
    }

    private void Begin(WorkerSeat seat, WorkerJob job)
    {
        if (seat.Worker is not { IsAlive: true } worker || !job.TryBegin(worker) || !worker.IsClean
            || worker.IsDue(_recycle) || !TryGiveBack(seat))
            seat.Wake(job);
    }

    private bool TryGiveBack(WorkerSeat seat)
    {
        lock (_gate)
        {
            if (_isClosed || _waiting.Count > 0)
                return false;
            _free.Add(seat);
            return true;
        }
    }

    // The first worker at once, the others when the first has served or when more calls wait: while they start, they
    // take the cores that the first call needs.
    private void StartNext()
    {
        if (Volatile.Read(ref _startedThreads) < _seats.Count
            && Interlocked.Increment(ref _startedThreads) is var number
            && number <= _seats.Count)
            _seats[number - 1].Start();
    }

    private void Work(WorkerSeat seat)
    {
        seat.Worker = Start(null);
        while (Next(seat) is { } job)
        {
            Serve(seat, job);
            StartNext();
            if (seat.Worker?.Settle(Grace, job.Limit) is { } finishing)
            {
                Finish(finishing);
                seat.Worker = null;
            }
            if (seat.Worker is not { IsUsable: true } || seat.Worker.IsDue(_recycle))
                seat.Worker = Start(seat.Worker);
        }
        seat.Worker?.Dispose();
    }

    private void Serve(WorkerSeat seat, WorkerJob job)
    {
        if (job.IsAnswered)
            return;
        if (!job.HasBegun && seat.Worker is not { IsAlive: true })
            seat.Worker = Start(seat.Worker);
        if (job.Run(seat.Worker, _backoff))
            return;
        WorkerLogMessages.Unread(Log, _name);
        seat.Worker = Start(seat.Worker);
        job.Run(seat.Worker, _backoff);
    }

    // The next job of this worker's thread; null when there will be none. While it waits, callers may take its worker.
    private WorkerJob? Next(WorkerSeat seat)
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var waiting))
                return waiting;
            if (_isClosed)
                return null;
            _free.Add(seat);
        }
        while (!seat.Wait(seat.Worker is null ? Timeout.InfiniteTimeSpan : _recycle.MaxIdle))
        {
            if (!TryTakeBack(seat))
                continue;
            seat.Worker?.Dispose();
            seat.Worker = null;
            return Next(seat);
        }
        return seat.TakeJob() ?? Next(seat);
    }

    private bool TryTakeBack(WorkerSeat seat)
    {
        lock (_gate)
            return _free.Remove(seat);
    }

    // Another worker serves while this one ends; of too many the oldest ends now.
    private void Finish(FinishingWorker worker)
    {
        _finishing.Enqueue(worker);
        while (_finishing.Count > _seats.Count && _finishing.TryDequeue(out var oldest))
            oldest.Dispose();
    }

    private PooledWorker? Start(PooledWorker? former)
    {
        former?.Dispose();
        lock (_gate)
            if (_isClosed && _waiting.Count == 0)
                return null;
        if (_backoff.Blocked is not null)
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
}
