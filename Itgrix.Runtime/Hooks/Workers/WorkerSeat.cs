namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>A place for a worker in a pool, with the thread that starts, waits for and replaces it.</summary>
internal sealed class WorkerSeat
{
    private readonly SemaphoreSlim _awake = new(0);
    private readonly Thread _thread;
    private WorkerJob? _job;
    private bool _isStarted;

    public WorkerSeat(string name, Action<WorkerSeat> work) =>
        _thread = new(() => work(this)) { IsBackground = true, Name = name };

    /// <summary>
    /// <c>null</c> while there is none. Belongs to the thread, or to the caller that has taken the free seat.
    /// </summary>
    public PooledWorker? Worker { get; set; }

    public void Start()
    {
        _isStarted = true;
        _thread.Start();
    }

    /// <summary>Gives the seat back to its thread, with a job that it goes on with.</summary>
    public void Wake(WorkerJob? job = null)
    {
        _job = job;
        _awake.Release();
    }

    /// <summary>Waits until the seat is given back; false when it was not within the limit.</summary>
    public bool Wait(TimeSpan limit) => _awake.Wait(limit);

    public WorkerJob? TakeJob() => Interlocked.Exchange(ref _job, null);

    /// <summary>Waits for the end of the thread, if it was started.</summary>
    public void Join()
    {
        if (_isStarted)
            _thread.Join();
    }
}
