namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Watches for silence: after one period it asks, after a second one it gives the other side up.</summary>
internal sealed class AmiKeepAlive(TimeSpan period, TimeProvider time)
{
    private int _heard;
    private long _lastHeard = time.GetUtcNow().UtcTicks;

    /// <summary>We are busy ourselves and do not listen, so silence means nothing.</summary>
    public volatile bool IsBusy;

    /// <summary>What is read now was said some time ago, and the other side may have gone since.</summary>
    public bool IsBehind { private get; set; } = true;

    /// <summary>Up to when nothing can have been missed.</summary>
    public DateTimeOffset LastHeard => new(Interlocked.Read(ref _lastHeard), TimeSpan.Zero);

    public void Heard()
    {
        if (!IsBehind)
            Interlocked.Exchange(ref _lastHeard, time.GetUtcNow().UtcTicks);
        Volatile.Write(ref _heard, 1);
    }

    /// <exception cref="AmiException">The other side is silent, or can't be asked.</exception>
    public async Task WatchAsync(Func<CancellationToken, Task> ask, CancellationToken token)
    {
        using var timer = new PeriodicTimer(period, time);
        var asked = false;
        while (await timer.WaitForNextTickAsync(token))
        {
            if (Interlocked.Exchange(ref _heard, 0) == 1 || IsBusy)
                asked = false;
            else if (asked)
                throw Silent();
            else
                asked = await AskAsync(ask, token);
        }
    }

    private async Task<bool> AskAsync(Func<CancellationToken, Task> ask, CancellationToken token)
    {
        try
        {
            await ask(token).WaitAsync(period, time, token);
            return true;
        }
        catch (TimeoutException)
        {
            throw Silent();
        }
    }

    private AmiException Silent() => new(AmiFailure.Silent,
        $"Asterisk has said nothing since {LastHeard:HH:mm:ss}Z and does not answer a Ping: the connection "
        + "is taken for dead.");
}
