using System.Threading.Channels;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Ami;

[TestClass]
public sealed class AmiLogTests
{
    private readonly RecordedLog _log = new();

    [TestMethod]
    public async Task A_refused_login_is_logged_once_and_never_with_the_secret()
    {
        await using var peer = new AmiPeer();
        peer.Options = peer.Options with { Secret = new("hush-hush") };

        await ListenAsync(peer, Channel.CreateBounded<PbxEvent>(10), async () =>
        {
            for (var times = 0; times < 3; times++)
            {
                await peer.Time.WaitForTimer(TimeSpan.FromMinutes(1), peer.Limit);
                peer.Time.Advance(TimeSpan.FromMinutes(1));
            }
        });

        _log.Lines.Should().ContainSingle(line => line.StartsWith("Error ") && line.Contains(peer.Options.Address));
        _log.Lines.Should().NotContain(line => line.Contains("hush"));
    }

    [TestMethod]
    public async Task Malformed_lines_are_logged_once_per_connection()
    {
        await using var peer = new AmiPeer();
        var queue = Channel.CreateBounded<PbxEvent>(10);

        await ListenAsync(peer, queue, async () =>
        {
            await peer.Pbx.WaitForLoginAsync(peer.Limit);
            for (var times = 0; times < 3; times++)
                await peer.Pbx.SendAsync(
                    "call", "Event: Hold\r\nnonsense\r\nUniqueid: 1.1\r\n\r\n"u8.ToArray(), peer.Limit);
            for (var events = 0; events < 4; events++)
                await queue.Reader.ReadAsync(peer.Limit);
        });

        _log.Lines.Should().ContainSingle(line => line.StartsWith("Warn ") && line.Contains("not a header"));
    }

    [TestMethod]
    public async Task A_full_queue_is_logged_with_the_number_of_waiting_events()
    {
        await using var peer = new AmiPeer();
        var queue = new WatchedQueue<PbxEvent>(2);

        await ListenAsync(peer, queue, async () =>
        {
            await peer.Pbx.WaitForLoginAsync(peer.Limit);
            for (var times = 0; times < 2; times++)
                await peer.Pbx.SendAsync("call", "Event: Hold\r\nUniqueid: 1.1\r\n\r\n"u8.ToArray(), peer.Limit);
            await queue.IsFull.WaitAsync(peer.Limit);
        });

        _log.Lines.Should().ContainSingle(line => line.StartsWith("Warn 2 events wait to be handled"));
    }

    [TestCleanup]
    public void Clean() => _log.Dispose();

    private static async Task ListenAsync(AmiPeer peer, Channel<PbxEvent> queue, Func<Task> test)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(peer.Limit);
        var running = new AmiListener(peer.Options, TimeZoneInfo.Utc, queue, peer.Time).RunAsync(stop.Token);
        await test();
        await stop.CancelAsync();
        await running;
    }
}
