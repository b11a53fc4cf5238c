using System.Collections.Concurrent;
using Itgrix.Runtime.Processes;

namespace Itgrix.Runtime.Workers;

/// <summary>
/// A fixed number of workers, each with a thread of its own that blocks while its worker runs. Calls wait in one
/// bounded queue; a full queue answers at once.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private const int QueuedPerWorker = 128;

    private readonly BlockingCollection<Job> _queue;
    private readonly Func<IWorker> _start;
    private readonly List<Thread> _threads = [];

    public WorkerPool(string name, int size, Func<IWorker> start)
    {
        _start = start;
        _queue = new(size * QueuedPerWorker);
        for (var number = 1; number <= size; number++)
            _threads.Add(new Thread(Work) { IsBackground = true, Name = $"{name} {number}" });
        _threads.ForEach(thread => thread.Start());
    }

    /// <summary>One call; a call that is cancelled while it waits never runs.</summary>
    public Task<WorkerAnswer> Call(FrameKind kind, ReadOnlyMemory<byte> payload, TimeSpan limit, CancellationToken token)
    {
        var job = new Job(kind, payload, limit, token);
        if (!_queue.TryAdd(job))
            job.Answer.SetResult(new(WorkerEnd.QueueFull, []));
        return job.Answer.Task;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _threads.ForEach(thread => thread.Join());
        _queue.Dispose();
    }

    private void Work()
    {
        IWorker? worker = null;
        foreach (var job in _queue.GetConsumingEnumerable())
        {
            if (job.Token.IsCancellationRequested)
            {
                job.Answer.SetCanceled(job.Token);
                continue;
            }
            try
            {
                worker ??= _start();
                var answer = worker.Call(job.Kind, job.Payload, job.Limit);
                if (!worker.IsAlive)
                {
                    worker.Dispose();
                    worker = null;
                }
                job.Answer.SetResult(answer);
            }
            catch (Exception error) when (error is ProcessStartException or IOException)
            {
                job.Answer.SetResult(new(WorkerEnd.NotStarted, []) { Words = error.Message });
            }
        }
        worker?.Dispose();
    }

    private sealed record Job(FrameKind Kind, ReadOnlyMemory<byte> Payload, TimeSpan Limit, CancellationToken Token)
    {
        public TaskCompletionSource<WorkerAnswer> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
