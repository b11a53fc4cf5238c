using System.Text.Json.Nodes;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Service;

/// <summary>The memory of the service with all its processes while no calls come.</summary>
[TestClass]
public sealed class IdleMemoryTests
{
    private const int MaxMegabytes = 200;

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public async Task An_idle_service_with_two_CRMs_and_hooks_in_all_modes_needs_200_MB_at_most()
    {
        await using var portal = await Bitrix24Sandbox.StartAsync(Bitrix24Settings.WithoutLimit, _limit.Token);
        await using var account = await KommoSandbox.StartAsync(AccountSettings.WithoutLimit, _limit.Token);
        await using var pbx = new PbxSimulator();
        foreach (var crm in (string[])["bitrix24", "kommo"])
        {
            _folder.Write($"{crm}/need_registration.csx", "return 1;");
            _folder.Write($"{crm}/process_client_phone.php", "<?php return 1;");
            _folder.Write($"{crm}/process_user_phone.php", "<?php mb_regex_set_options('i'); return 1;");
        }
        using var service = new RunningService(Config(portal, account, pbx));
        await service.StartAsync(_limit.Token);
        string[] expected = ["php-cgi", "bridge.php fork", "worker csx"];
        await Eventually.TrueAsync(() => string.Join('\n', Lines(service.Id)) is var lines
            && expected.All(lines.Contains));

        // What was needed to start is given back, by the compiler's process too, which ends.
        await Eventually.TrueAsync(() => Megabytes(service.Id).Sum(one => one.Size) <= MaxMegabytes,
            () => string.Join('\n', Megabytes(service.Id).Select(one => $"{one.Size:0.0} MB {one.Line}")));
        foreach (var (size, line) in Megabytes(service.Id))
            Console.WriteLine($"{size:0.0} MB {line}");
    }

    private static IEnumerable<string> Lines(int id) => Running.Descendants(id).Prepend(id).Select(Running.CommandLine);

    private static List<(double Size, string Line)> Megabytes(int id) =>
        [.. Running.Descendants(id).Prepend(id)
            .Select(one => (Running.Memory(one) / (double)(1 << 20), Running.CommandLine(one)))];

    private string Config(Bitrix24Sandbox portal, KommoSandbox account, PbxSimulator pbx) =>
        _folder.Write("config.json", new JsonObject
        {
            ["asterisk"] = new JsonObject
            {
                ["time_zone"] = "UTC",
                ["ami"] = new JsonObject
                {
                    ["port"] = pbx.Port, ["user"] = pbx.Settings.User, ["secret"] = pbx.Settings.Secret,
                },
            },
            ["bitrix24"] = new JsonObject
                { ["webhook"] = portal.Webhook, ["default_user"] = 3, ["recording"] = "none" },
            ["kommo"] = new JsonObject
            {
                ["account"] = account.Address.ToString(),
                ["default_user"] = 501, ["long_lived_token"] = account.Settings.LongLivedToken,
            },
            ["http"] = new JsonObject { ["port"] = 0 },
            ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
            ["customizer"] =
                new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
        }.ToJsonString());
}
