using System.Threading.Channels;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Batches the requests of many callers: while the maximum of requests is in flight, new ones queue, and go together
/// in the next batch. Under low load each request goes alone and at once.
/// </summary>
/// <typeparam name="TIn">The input of one caller.</typeparam>
/// <typeparam name="TOut">The result for one caller; an error of that caller alone is a value of it.</typeparam>
internal sealed class RequestBatcher<TIn, TOut> : IAsyncDisposable
{
    private readonly Channel<Asked> _queue = Channel.CreateUnbounded<Asked>();
    private readonly Func<IReadOnlyList<TIn>, CancellationToken, Task<IReadOnlyList<TOut>>> _send;
    private readonly int _max;
    private readonly Task _running;

    /// <param name="send">Sends a batch in one request, and returns as many results in the same order.</param>
    /// <param name="max">The maximum size of a batch.</param>
    /// <param name="parallel">The maximum number of batches in flight.</param>
    public RequestBatcher(
        Func<IReadOnlyList<TIn>, CancellationToken, Task<IReadOnlyList<TOut>>> send, int max, int parallel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parallel);
        (_send, _max) = (send, max);
        _running = Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(SendAllAsync)));
    }

    /// <summary>
    /// Sends it in a batch with others. When the request as a whole fails, it fails for each of them. After a
    /// cancellation the outcome is unknown; the request is cancelled only when all of its callers have cancelled.
    /// </summary>
    public async Task<TOut> SendAsync(TIn one, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        using var asked = new Asked(one, token);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(asked), this);
        return await asked.Answer.Task;
    }

    /// <summary>Completes when each caller has an answer or has cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running;
    }

    private async Task SendAllAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            var group = new List<Asked>();
            while (group.Count < _max && _queue.Reader.TryRead(out var next))
            {
                if (!next.Answer.Task.IsCompleted)
                    group.Add(next);
            }
            if (group.Count > 0)
                await SendTogetherAsync(group);
        }
    }

    private async Task SendTogetherAsync(IReadOnlyList<Asked> group)
    {
        using var stop = new CancellationTokenSource();
        var unneeded = CancelUnneededAsync(group, stop);
        try
        {
            var answers = await _send([.. group.Select(asked => asked.What)], stop.Token);
            if (answers.Count != group.Count)
                throw new InvalidOperationException(
                    $"{group.Count} were sent together, {answers.Count} were answered.");
            for (var index = 0; index < group.Count; index++)
                group[index].Answer.TrySetResult(answers[index]);
        }
        catch (Exception error)
        {
            foreach (var asked in group)
                asked.Answer.TrySetException(error);
        }
        await unneeded;
    }

    // Each caller has an answer or has cancelled: nobody waits for the request any more.
    private static async Task CancelUnneededAsync(IReadOnlyList<Asked> group, CancellationTokenSource stop)
    {
        Task all = Task.WhenAll(group.Select(asked => asked.Answer.Task));
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stop.CancelAsync();
    }

    private sealed class Asked : IDisposable
    {
        private readonly CancellationTokenRegistration _givesUp;

        public Asked(TIn what, CancellationToken token)
        {
            What = what;
            _givesUp = token.UnsafeRegister((_, cancelled) => Answer.TrySetCanceled(cancelled), null);
        }

        public TIn What { get; }

        public TaskCompletionSource<TOut> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => _givesUp.Dispose();
    }
}
