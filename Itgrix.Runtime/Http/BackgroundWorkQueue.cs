using System.Threading.Channels;

namespace Itgrix.Runtime.Http;

/// <summary>
/// What is done after a request was answered: in its order, some side by side, up to a number that may wait.
/// </summary>
/// <param name="capacity">How much may wait.</param>
/// <param name="parallel">How much is done side by side: mostly phones that ring.</param>
internal sealed class BackgroundWorkQueue(TimeProvider time, int capacity = 256, int parallel = 64)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Channel<Func<CancellationToken, Task>> _work =
        Channel.CreateBounded<Func<CancellationToken, Task>>(capacity);

    /// <summary>False when there is no room, or it is being stopped.</summary>
    public bool TryAdd(Func<CancellationToken, Task> work) => _work.Writer.TryWrite(work);

    /// <summary>Runs until it is stopped. What was added before is still done, as far as a few seconds allow.</summary>
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
                HttpLogMessages.GaveUp();
            }
            catch (Exception error)
            {
                HttpLogMessages.WorkBroke(error);
            }
        }
    }
}
