using System.Threading.Channels;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// Hands events on. When the queue is full it says so and waits: Asterisk then keeps what it has to say, nothing is
/// lost.
/// </summary>
internal sealed class PbxEventQueue(Channel<PbxEvent> channel, TimeProvider time)
{
    private static readonly TimeSpan WarnEvery = TimeSpan.FromSeconds(10);

    private long _count, _heldUp;
    private long? _warned;

    /// <summary>Events of calls that were handed on.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>How long reading has waited, in all.</summary>
    public TimeSpan HeldUp => new(Interlocked.Read(ref _heldUp));

    public async ValueTask WriteAsync(PbxEvent pbxEvent, CancellationToken token)
    {
        if (!channel.Writer.TryWrite(pbxEvent))
            await WaitAsync(pbxEvent, token);
        if (pbxEvent is not (AmiConnected or AmiDisconnected))
            Interlocked.Increment(ref _count);
    }

    private async Task WaitAsync(PbxEvent pbxEvent, CancellationToken token)
    {
        var began = time.GetTimestamp();
        var isNews = _warned is not { } warned || time.GetElapsedTime(warned) >= WarnEvery;
        if (isNews)
        {
            _warned = began;
            AmiLogMessages.QueueFull(channel.Reader.CanCount ? channel.Reader.Count : 0, HeldUp);
        }
        await channel.Writer.WriteAsync(pbxEvent, token);
        var late = time.GetElapsedTime(began);
        Interlocked.Add(ref _heldUp, late.Ticks);
        if (isNews)
            AmiLogMessages.QueueHasRoom(late);
    }
}
