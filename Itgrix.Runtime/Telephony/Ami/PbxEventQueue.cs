using System.Threading.Channels;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// Passes events on. When the queue is full it logs that and waits: Asterisk then buffers its events, nothing is
/// lost.
/// </summary>
internal sealed class PbxEventQueue(Channel<PbxEvent> channel, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("ami");
    private static readonly TimeSpan WarnEvery = TimeSpan.FromSeconds(10);

    private long _count, _heldUp;
    private long? _warned;

    /// <summary>Events about calls that were passed on.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Total time that reading has waited.</summary>
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
        var isDue = _warned is not { } warned || time.GetElapsedTime(warned) >= WarnEvery;
        if (isDue)
        {
            _warned = began;
            AmiLogMessages.QueueFull(Log, channel.Reader.CanCount ? channel.Reader.Count : 0, HeldUp);
        }
        await channel.Writer.WriteAsync(pbxEvent, token);
        var late = time.GetElapsedTime(began);
        Interlocked.Add(ref _heldUp, late.Ticks);
        if (isDue)
            AmiLogMessages.QueueHasRoom(Log, late);
    }
}
