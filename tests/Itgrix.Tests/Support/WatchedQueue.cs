using System.Threading.Channels;

namespace Itgrix.Tests.Support;

/// <summary>A bounded queue that signals when a writer starts to wait for room.</summary>
internal sealed class WatchedQueue<T> : Channel<T>
{
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WatchedQueue(int capacity)
    {
        var queue = Channel.CreateBounded<T>(capacity);
        Reader = queue.Reader;
        Writer = new WatchedWriter(queue.Writer, _full);
    }

    /// <summary>Completes once a writer waits.</summary>
    public Task IsFull => _full.Task;

    private sealed class WatchedWriter(ChannelWriter<T> writer, TaskCompletionSource full) : ChannelWriter<T>
    {
        public override bool TryWrite(T item) => writer.TryWrite(item);

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
            writer.WaitToWriteAsync(cancellationToken);

        public override ValueTask WriteAsync(T item, CancellationToken cancellationToken = default)
        {
            var writing = writer.WriteAsync(item, cancellationToken);
            full.TrySetResult();
            return writing;
        }
    }
}
