namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Detects a dead connection: sends a Ping after one silent period, fails after a second one.</summary>
internal sealed class AmiKeepAlive(TimeSpan period, TimeProvider time)
{
    private int _heard;
    private long _lastHeard = time.GetUtcNow().UtcTicks;

    /// <summary>Reading is paused because we are busy, so silence means nothing.</summary>
    public volatile bool IsBusy;

    /// <summary>Data read now may be old, and the other side may have gone since.</summary>
    public bool IsBehind { private get; set; } = true;

    /// <summary>No event before this moment can be missing.</summary>
    public DateTimeOffset LastHeard => new(Interlocked.Read(ref _lastHeard), TimeSpan.Zero);

    public void Heard()
    {
        if (!IsBehind)
            Interlocked.Exchange(ref _lastHeard, time.GetUtcNow().UtcTicks);
        Volatile.Write(ref _heard, 1);
    }

    /// <exception cref="AmiException">The other side is silent, or a Ping cannot be sent.</exception>
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
        $"Asterisk has sent nothing since {LastHeard:HH:mm:ss}Z and does not answer a Ping: the connection "
        + "is considered dead.");
}
