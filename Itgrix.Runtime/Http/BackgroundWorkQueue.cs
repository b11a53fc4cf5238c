using System.Threading.Channels;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Work that runs after a request was answered: in order, some of it in parallel, in a bounded queue.
/// </summary>
/// <param name="capacity">Maximum number of waiting items.</param>
/// <param name="parallel">Maximum number of items in parallel: mostly ringing phones.</param>
internal sealed class BackgroundWorkQueue(TimeProvider time, int capacity = 256, int parallel = 64)
{
    private static readonly ILogger Log = AppLog.For("http");
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Channel<Func<CancellationToken, Task>> _work =
        Channel.CreateBounded<Func<CancellationToken, Task>>(capacity);

    /// <summary>False when the queue is full, or stopping.</summary>
    public bool TryAdd(Func<CancellationToken, Task> work) => _work.Writer.TryWrite(work);

    /// <summary>Runs until it is stopped. Items added before are finished, within a few seconds.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using (stop.Register(() =>
        {
            _work.Writer.TryComplete();
            giveUp.CancelAfter(Grace);
        }))
            await Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => WorkAsync(giveUp.Token)));
    }

    private async Task WorkAsync(CancellationToken giveUp)
    {
        await foreach (var work in _work.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await work(giveUp);
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                HttpLogMessages.GaveUp(Log);
            }
            catch (Exception error)
            {
                HttpLogMessages.WorkBroke(Log, error);
            }
        }
    }
}
