using System.Net.Sockets;
using System.Text;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Systemd;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Systemd;

/// <summary>Messages at systemd's socket.</summary>
[TestClass]
public sealed class ServiceNotifierTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true, DisplayName = "An abstract socket")]
    public async Task Systemd_is_notified_of_each_state(bool isAbstract)
    {
        var name = $"itgrix-test-{Guid.NewGuid():n}";
        var path = _folder.File("notify");
        using var systemd = Listen(isAbstract ? $"\0{name}" : path);
        using var notifier = new ServiceNotifier(isAbstract ? $"@{name}" : path, null);

        notifier.Starting();
        notifier.Ready();
        notifier.Stopping();

        (await HeardAsync(systemd)).Should().StartWith("STATUS=");
        (await HeardAsync(systemd)).Should().StartWith("READY=1\n");
        (await HeardAsync(systemd)).Should().StartWith("STOPPING=1\n");
    }

    [TestMethod]
    public async Task The_watchdog_hears_twice_in_its_time()
    {
        var time = new ManualTime();
        using var systemd = Listen(_folder.File("notify"));
        using var notifier = new ServiceNotifier(_folder.File("notify"), TimeSpan.FromSeconds(30));
        using var stop = new CancellationTokenSource();
        var watching = notifier.WatchAsync(time, stop.Token);

        (await HeardAsync(systemd)).Should().Be("WATCHDOG=1");
        time.Advance(TimeSpan.FromSeconds(15));
        (await HeardAsync(systemd)).Should().Be("WATCHDOG=1");
        await stop.CancelAsync();
        await watching.WaitAsync(_limit.Token);
    }

    [TestMethod]
    public void Without_systemds_socket_the_notifier_does_nothing()
    {
        using var notifier = new ServiceNotifier(_folder.File("nobody"), null);

        notifier.Invoking(one => one.Ready()).Should().NotThrow();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public void A_systemd_that_does_not_listen_holds_nothing_up()
    {
        using var systemd = Listen(_folder.File("notify"));
        using var notifier = new ServiceNotifier(_folder.File("notify"), null);
        // Linux keeps this many unread messages.
        var kept = int.Parse(File.ReadAllText("/proc/sys/net/unix/max_dgram_qlen")) + 1;

        for (var message = 0; message < kept + 2; message++)
            notifier.Ready();

        systemd.Available.Should().BePositive();
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private async Task<string> HeardAsync(Socket socket)
    {
        var buffer = new byte[1000];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, _limit.Token));
    }
}
