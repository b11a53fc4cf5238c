using System.Security.Cryptography;
using System.Threading.Channels;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>Redelivers past calls, one job after the other.</summary>
internal sealed class PastCallJobs(PastCallReader reader, Func<string, CancellationToken, Task<PastCallState>> tell)
{
    private static readonly ILogger Log = AppLog.For("past calls");

    private const int MaxWaiting = 8, MaxKept = 50;

    private readonly Channel<PastCallJob> _waiting = Channel.CreateBounded<PastCallJob>(MaxWaiting);
    private readonly Lock _gate = new();
    private readonly LinkedList<PastCallJob> _jobs = [];

    /// <summary>Queues a request; <c>null</c> when the queue is full.</summary>
    public PastCallJob? Start(PastCallRequest request)
    {
        var job = new PastCallJob(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), request);
        lock (_gate)
        {
            if (!_waiting.Writer.TryWrite(job))
                return null;
            _jobs.AddLast(job);
            if (_jobs.Count > MaxKept)
                _jobs.RemoveFirst();
            return job;
        }
    }

    /// <summary>One of the recent jobs; <c>null</c> for an unknown id.</summary>
    public PastCallJob? Find(string id)
    {
        lock (_gate)
            return _jobs.FirstOrDefault(job => job.Id == id);
    }

    /// <summary>
    /// Runs until it is stopped. A job that is cancelled then can be requested again: nothing is delivered twice.
    /// </summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var job in _waiting.Reader.ReadAllAsync(stop))
        {
            PastCallLogMessages.Began(Log, job.Id, job.Request.ToString());
            job.Begin();
            try
            {
                await RunAsync(job, stop);
                job.End();
                PastCallLogMessages.Ended(Log, job.Id, job.Counts);
            }
            catch (Exception error) when (error is CelStoreException or StorageException)
            {
                PastCallLogMessages.Failed(Log, job.Id, error);
                job.End(error.Message);
            }
            catch (Exception error)
            {
                job.End("It was cancelled: request it again.");
                if (error is OperationCanceledException && stop.IsCancellationRequested)
                    throw;
                PastCallLogMessages.Failed(Log, job.Id, error);
            }
        }
    }

    private async Task RunAsync(PastCallJob job, CancellationToken stop)
    {
        foreach (var id in job.Request.Ids)
            job.Add(id, await tell(id, stop));
        if (job.Request.Period is not { } period)
            return;
        await foreach (var id in reader.CallsAsync(period, stop))
            job.Add(id, await tell(id, stop));
    }
}
