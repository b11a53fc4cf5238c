using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Sandbox.Pbx;

namespace Itgrix.Tests.Support;

/// <summary>A simulated Asterisk, the options to connect to it, and a timeout for all waits.</summary>
internal sealed class AmiPeer : IAsyncDisposable
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    public AmiPeer(PbxSettings? settings = null)
    {
        Pbx = new(settings);
        Options = new()
        {
            Port = Pbx.Port,
            User = "itgrix",
            Secret = new("itgrix"),
            ConnectTimeout = TimeSpan.FromSeconds(11),
            KeepAlive = TimeSpan.FromSeconds(31),
        };
    }

    public PbxSimulator Pbx { get; }

    public AmiOptions Options { get; set; }

    public ManualTime Time { get; } = new();

    public CancellationToken Limit => _limit.Token;

    public Task<AmiClient> ConnectAsync() => AmiClient.ConnectAsync(Options, Time, Limit);

    /// <summary>Connects, and reads while the client is used.</summary>
    public async Task UseAsync(Func<AmiClient, Task> use)
    {
        await using var client = await ConnectAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var reading = client.ReadAsync((_, _) => default, over.Token);
        await use(client);
        await over.CancelAsync();
        await reading.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await Pbx.DisposeAsync();
        _limit.Dispose();
    }
}
