using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Systemd;

/// <summary>The shipped unit, and the service as systemd runs it.</summary>
[TestClass]
public sealed class UnitTests
{
    private static readonly string Unit = ProjectFolder.Of("systemd", "itgrix.service");

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    public async Task Systemd_finds_no_problem_in_the_unit()
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
            Assert.Inconclusive("There is no systemd-analyze here.");
        var program = File.ReadAllText(Unit).Replace("/opt/itgrix/out/Itgrix.Runtime", "/bin/true");

        var verified = await Command.Start(
            "systemd-analyze", ["verify", _folder.Write("itgrix.service", program)], [], _folder.Path);

        (verified.ExitCode, verified.Output + verified.Errors).Should().Be((0, ""));
    }

    [TestMethod]
    public void The_unit_has_the_settings_that_the_service_relies_on()
    {
        var settings = File.ReadAllLines(Unit).Where(line => line.Contains('=') && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2)).ToLookup(parts => parts[0], parts => parts[1]);

        settings["Type"].Should().Equal("notify");
        settings["NotifyAccess"].Should().Equal(["main"], "hooks may not speak for the service");
        settings["TimeoutStartSec"].Should().Equal(["infinity"], "Asterisk may be away for long");
        settings["StateDirectory"].Should().Equal("itgrix");
        settings["Delegate"].Should().Equal(["memory pids cpu"], "each program of a hook has a group");
        settings.Contains("ProtectControlGroups").Should().BeFalse("the service makes those groups");
        settings["NoNewPrivileges"].Should().Equal("yes");
        settings["ProtectSystem"].Should().Equal("strict");
        settings.Contains("MemoryDenyWriteExecute").Should().BeFalse(".NET compiles while it runs");
        settings["Environment"].Single()
            .Should().Contain("XDG_STATE_HOME=/var/lib ").And.Contain("XDG_CACHE_HOME=/var/cache");
    }

    [TestMethod]
    public async Task The_service_notifies_systemd_of_start_and_stop_and_hooks_do_not_inherit_the_socket()
    {
        await using var portal = await Bitrix24Sandbox.StartAsync(Bitrix24Settings.WithoutLimit, _limit.Token);
        await using var pbx = new PbxSimulator();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(_folder.File("notify")));
        using var service = new RunningService(Config(portal, pbx), environment: new Dictionary<string, string>
        {
            ["NOTIFY_SOCKET"] = _folder.File("notify"), ["WATCHDOG_USEC"] = "200000",
        });
        var messages = Channel.CreateUnbounded<string>();
        var hearing = HearAsync(systemd, messages.Writer);
        await service.StartAsync(_limit.Token);

        var heard = new List<string>();
        while (!heard.Contains("READY=1\nSTATUS=Follows calls.") || heard.Count(one => one == "WATCHDOG=1") < 3)
            heard.Add(await messages.Reader.ReadAsync(_limit.Token));
        using var client = new HttpClient();
        var health = await client.GetStringAsync(new Uri(service.Address, "/health"), _limit.Token);
        var environments = service.Children().Select(child => File.ReadAllText($"/proc/{child}/environ")).ToList();
        var exit = await service.StopAsync(_limit.Token);
        await hearing;
        while (messages.Reader.TryRead(out var message))
            heard.Add(message);

        (health, exit).Should().Be(("ok\n", 0));
        environments.Should().NotBeEmpty()
            .And.NotContain(one => one.Contains("NOTIFY_SOCKET") || one.Contains("WATCHDOG_USEC"));
        heard[0].Should().Be("WATCHDOG=1");
        heard.Where(one => one.StartsWith("READY=1") || one.StartsWith("STOPPING=1")).Select(one => one.Split('=')[0])
            .Should().Equal("READY", "STOPPING");
    }

    // As systemd does: all pending messages at once.
    private async Task HearAsync(Socket socket, ChannelWriter<string> messages)
    {
        var buffer = new byte[1000];
        for (var message = ""; !message.StartsWith("STOPPING=1");)
        {
            message = Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, _limit.Token));
            messages.TryWrite(message);
        }
    }

    private string Config(Bitrix24Sandbox portal, PbxSimulator pbx) => _folder.Write("config.json", new JsonObject
    {
        ["asterisk"] = new JsonObject
        {
            ["ami"] =
                new JsonObject { ["port"] = pbx.Port, ["user"] = pbx.Settings.User, ["secret"] = pbx.Settings.Secret },
        },
        ["bitrix24"] = new JsonObject { ["webhook"] = portal.Webhook, ["default_user"] = 3 },
        ["http"] = new JsonObject { ["port"] = 0 },
        ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
        ["customizer"] =
            new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
    }.ToJsonString());
}
