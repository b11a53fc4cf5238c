using System.Diagnostics;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Shared;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks;

/// <summary>What is left of the processes of hooks when the program is killed, without systemd.</summary>
[TestClass]
public sealed class KilledServiceTests
{
    private const string Forked = "<?php mb_regex_set_options('i'); return 1;";

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public async Task Waiting_workers_and_fork_servers_end_with_a_service_that_is_killed()
    {
        await using var portal = await Bitrix24Sandbox.StartAsync(Bitrix24Settings.WithoutLimit, _limit.Token);
        await using var pbx = new PbxSimulator();
        _folder.Write("bitrix24/need_registration.csx", "return 1;");
        _folder.Write("bitrix24/process_final_params.php", "<?php return 1;");
        _folder.Write("bitrix24/process_client_phone.php", Forked);
        using var service = new RunningService(Config(portal, pbx));
        await service.StartAsync(_limit.Token);
        await Eventually.TrueAsync(() => Lines(Running.Descendants(service.Id)) is var lines
            && lines.Contains("php-cgi") && lines.Contains("bridge.php fork") && lines.Contains("worker csx"));
        var before = Running.Descendants(service.Id);

        await service.KillAsync(_limit.Token);

        await Eventually.TrueAsync(() => before.All(IsDead), () => Lines(before));
    }

    [TestMethod]
    [DataRow("warm")]
    [DataRow("fork")]
    [DataRow("process")]
    public async Task A_call_under_way_ends_with_a_program_that_is_killed(string mode)
    {
        var hook = _folder.Write("bitrix24/process_final_params.php", $$"""
            <?php
            exec('setsid sleep 1000 > /dev/null 2>&1 & echo $!', $started);
            file_put_contents('{{_folder.File("ids")}}.part', ('get' . 'mypid')() . "\n" . $started[0]);
            rename('{{_folder.File("ids")}}.part', '{{_folder.File("ids")}}');
            while (true);
            """);
        _folder.Write("config.json", new JsonObject
        {
            ["customizer"] = new JsonObject
            {
                ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path), ["php_mode"] = mode,
            },
        }.ToJsonString());
        using var program = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime"),
            ["hook", "bitrix24/process_final_params", "--config", _folder.File("config.json"), "--timeout", "600"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await program.StandardInput.WriteAsync("{}");
        program.StandardInput.Close();
        await Eventually.TrueAsync(() => File.Exists(_folder.File("ids")));
        int[] ids = [.. File.ReadAllLines(_folder.File("ids")).Select(int.Parse), .. Running.Descendants(program.Id)];

        program.Kill();

        await Eventually.TrueAsync(() => ids.All(IsDead), () => Lines(ids));
    }

    private static string Lines(IEnumerable<int> ids) => string.Join('\n', ids.Select(Running.CommandLine));

    private static bool IsDead(int id) => ProcessEntry.Find(id) is null or { IsZombie: true };

    private string Config(Bitrix24Sandbox portal, PbxSimulator pbx) => _folder.Write("config.json", new JsonObject
    {
        ["asterisk"] = new JsonObject
        {
            ["time_zone"] = "UTC",
            ["ami"] = new JsonObject
            {
                ["port"] = pbx.Port, ["user"] = pbx.Settings.User, ["secret"] = pbx.Settings.Secret,
            },
        },
        ["bitrix24"] = new JsonObject { ["webhook"] = portal.Webhook, ["default_user"] = 3, ["recording"] = "none" },
        ["http"] = new JsonObject { ["port"] = 0 },
        ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
        ["customizer"] =
            new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
    }.ToJsonString());
}
