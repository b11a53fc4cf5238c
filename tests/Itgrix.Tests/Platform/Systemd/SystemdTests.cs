using Itgrix.Tests.Shared;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Systemd;

/// <summary>The shipped unit under a real systemd, installed as docs/service.md says.</summary>
[TestClass]
public sealed class SystemdTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly PbxSimulator _pbx = new();
    private Bitrix24Sandbox _portal = null!;

    [TestInitialize]
    public async Task Start()
    {
        if (Environment.UserName != "root")
            Assert.Inconclusive("Only root can boot a systemd of its own.");
        (await Command.Run("", "hooks")).ExitCode.Should().Be(0, "it is built, as the docs say");
        _portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false }, _limit.Token);
        Configure(defaultUser: 3);
    }

    [TestCleanup]
    public async Task Clean()
    {
        if (_portal is not null)
            await _portal.DisposeAsync();
        await _pbx.DisposeAsync();
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Systemd_starts_reloads_and_stops_the_service_and_calls_run_through_both_kinds_of_hooks()
    {
        _folder.Write("customizations/bitrix24/process_client_phone.csx",
            """return Itgrix.Hooks.Bitrix24.ProcessClientPhone.Success("12025550100");""");
        _folder.Write("customizations/bitrix24/need_registration.php",
            "<?php return array('state' => 'success', 'data' => array('result' => "
            + "file_put_contents('/var/lib/itgrix/seen', 'x') === 1));");
        await using var machine = await SystemdMachine.StartAsync(_folder.Path, _limit.Token);

        await machine.DoAsync("systemctl", "start", "itgrix");
        (await machine.ShowAsync("StatusText")).Should().Be("Follows calls.");
        await CallAsync();
        Configure(defaultUser: 4);
        await machine.DoAsync("cp", _folder.File("config.json"), "/etc/itgrix/config.json");
        await machine.DoAsync("systemctl", "reload", "itgrix");
        await machine.LoggedAsync("bitrix24.default_user");
        var user = await machine.DoAsync("grep", "^Uid:", $"/proc/{await machine.ShowAsync("MainPID")}/status");
        var kept = await machine.DoAsync(
            "find", "/var/lib", "/var/cache", "-maxdepth", "2", "-not", "-user", "itgrix", "-path", "*itgrix/*");
        await machine.DoAsync("systemctl", "stop", "itgrix");

        user.Split('\t')[1..].Should().AllBe(await machine.DoAsync("id", "--user", "itgrix"));
        kept.Should().BeEmpty();
        $"{_portal.Table("call").Single()!["PHONE_NUMBER"]}".Should().Be("12025550100");
        (await machine.DoAsync("cat", "/var/lib/itgrix/seen")).Should().Be("x");
        (await machine.ShowAsync("ActiveState"),
            await machine.ShowAsync("Result"), await machine.ShowAsync("ExecMainStatus"))
            .Should().Be(("inactive", "success", "0"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Systemd_restarts_the_service_after_a_crash_and_a_hang()
    {
        _folder.Write("itgrix.service.d/soon.conf", "[Service]\nRestartSec=0\nWatchdogSec=10\n");
        await using var machine = await SystemdMachine.StartAsync(_folder.Path, _limit.Token);
        await machine.DoAsync("systemctl", "start", "itgrix");

        await machine.DoAsync("systemctl", "kill", "--kill-whom=main", "--signal=KILL", "itgrix");
        await machine.UntilAsync("NRestarts", count => Number(count) > 0);
        // The last run's text stays until the next one has its own; the watchdog begins once the service has started.
        await machine.UntilAsync("SubState", state => state == "running");
        await machine.UntilAsync("StatusText", text => text == "Follows calls.");
        var restarts = Number(await machine.ShowAsync("NRestarts"));
        await machine.DoAsync("systemctl", "kill", "--kill-whom=main", "--signal=STOP", "itgrix");
        await machine.UntilAsync("NRestarts", count => Number(count) > restarts);
        await machine.UntilAsync("SubState", state => state == "running");
        await machine.UntilAsync("StatusText", text => text == "Follows calls.");

        await machine.LoggedAsync("Watchdog timeout");
        (await machine.ShowAsync("ActiveState")).Should().Be("active");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_hook_writes_nowhere_else_and_gains_no_rights()
    {
        _folder.Write("customizations/bitrix24/need_registration.php", """
            <?php
            $places = array('/etc/itgrix/config.json', '/opt/itgrix/run.sh', '/usr/bin/x', '/home/x', '/root/x',
                '/var/lib/x');
            $written = array_filter($places, fn($place) => @file_put_contents($place, 'x') !== false);
            file_put_contents('/var/lib/itgrix/written', json_encode(array(array_values($written), posix_getuid() === 0,
                @scandir('/home'))));
            return array('state' => 'success', 'data' => array('result' => true));
            """);
        await using var machine = await SystemdMachine.StartAsync(_folder.Path, _limit.Token);
        await machine.DoAsync("systemctl", "start", "itgrix");

        await CallAsync();

        (await machine.DoAsync("cat", "/var/lib/itgrix/written"))
            .Should().BeOneOf("[[],false,[]]", "[[],false,[\".\",\"..\"]]", "[[],false,false]");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("env -i setsid sleep 98765")]
    [DataRow("env -i setsid setsid --fork env -i sleep 98765")]
    [DataRow("env -i setsid bash -c \\'f() { f | f & }; sleep 98765 & f\\'")]
    public async Task Nothing_that_a_hook_starts_outlives_its_limit_without_session_environment_or_end(string program)
    {
        _folder.Write("customizations/bitrix24/need_registration.php",
            $"<?php exec('{program} > /dev/null 2>&1 < /dev/null &'); while (true);");
        Configure(defaultUser: 3, timeout: 2);
        await using var machine = await SystemdMachine.StartAsync(_folder.Path, _limit.Token);
        await machine.DoAsync("systemctl", "start", "itgrix");
        var main = await machine.ShowAsync("MainPID");

        await CallAsync();

        await Eventually.GetAsync(
            async () => (await machine.RunAsync("pgrep", "--full", "^(sleep 98765|bash -c f)")).ExitCode,
            code => code == 1);
        (await machine.ShowAsync("MainPID"), await machine.ShowAsync("NRestarts")).Should().Be((main, "0"));
        await Eventually.GetAsync(
            () => machine.DoAsync("find", "/sys/fs/cgroup/system.slice/itgrix.service", "-name", "program-*"),
            groups => groups.Split('\n').Length < 20);
    }

    // Empty while systemd is too busy to answer.
    private static int Number(string text) =>
        int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    private async Task CallAsync()
    {
        foreach (var record in ManyCalls.Records(Captures.PathOf("in_answered_caller_ends.ami")))
            await _pbx.SendAsync("call", ManyCalls.ToAmi(record with { Time = DateTime.UtcNow }), _limit.Token);
        await Eventually.TrueAsync(() => _portal.Table("statistic").Count > 0);
    }

    private void Configure(int defaultUser, int timeout = 60) => _folder.Write("config.json", new JsonObject
    {
        ["asterisk"] = new JsonObject
        {
            ["time_zone"] = "UTC",
            ["ami"] = new JsonObject
            {
                ["port"] = _pbx.Port, ["user"] = _pbx.Settings.User, ["secret"] = _pbx.Settings.Secret,
            },
        },
        ["bitrix24"] =
            new JsonObject { ["webhook"] = _portal.Webhook, ["default_user"] = defaultUser, ["recording"] = "none" },
        ["http"] = new JsonObject { ["port"] = 0 },
        ["customizer"] = new JsonObject
        {
            ["folders"] = new JsonArray("/etc/itgrix/customizations"), ["timeout"] = timeout,
        },
    }.ToJsonString());
}
