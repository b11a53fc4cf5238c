using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Service;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Security;

/// <summary>Every secret of the configuration has a known text, which must never leak.</summary>
[TestClass]
public sealed class SecretTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime");

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean() => _limit.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task No_secret_is_in_the_log_in_what_is_kept_or_in_a_child()
    {
        await using var run = await SecretService.StartAsync(_limit.Token);
        // First all works; then the portal denies access; then it is unreachable. Kommo was never reachable.
        await run.AskAsync(_limit.Token);
        await run.CallAsync("a", _limit.Token);
        await run.Portal.WaitForRequestsAsync(3, _limit.Token);
        run.Portal.Faults.Add(new() { Kind = FaultKind.ExpiredToken });
        await run.CallAsync("b", _limit.Token);
        await run.Service.LoggedAsync("expired_token");
        await run.AskAsync(_limit.Token);
        var children = run.Children();
        await run.Portal.DisposeAsync();
        await run.CallAsync("c", _limit.Token);
        await run.Service.LoggedAsync("no connection");
        var steps = await Command.Start(Program, ["outbox", "--all", "--config", run.Config], [], run.Folder.Path);
        var first = steps.Output.Split('\n').Skip(1)
            .Select(line => line.Split(' ')[0]).FirstOrDefault(id => id.Length > 0);
        var shown = await Command.Start(
            Program, ["outbox", "show", first ?? "1", "--config", run.Config], [], run.Folder.Path);
        await run.Service.StopAsync(_limit.Token);

        children.Should().NotBeEmpty().And.Contain(text => text.Contains("php"));
        foreach (var child in children)
            SecretService.IsClean(child, "a child");
        run.Service.Log.Should().Contain("expired_token");
        SecretService.IsClean(run.Service.Log, "the log");
        first.Should().NotBeNull("something waits for the portal");
        SecretService.IsClean(steps.Output + steps.Errors + shown.Output + shown.Errors, "a command");
        foreach (var file in Directory.EnumerateFiles(run.State, "*", SearchOption.AllDirectories))
            LooksAt(file);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task No_secret_is_in_a_mistake_of_the_configuration()
    {
        await using var run = await SecretService.StartAsync(_limit.Token);
        var right = await File.ReadAllTextAsync(run.Config);
        var places = new[]
        {
            "asterisk.ami.secret",
            "bitrix24.webhook", "bitrix24.application_token", "kommo.client_secret", "kommo.authorization_code",
            "kommo.long_lived_token", "kommo.widget.password_hash", "kommo.widget.settings_password_hash",
            "autodistribution.token", "outbox.postgresql",
            "admin.password_hash", "metrics.token", "click_to_call.token", "recordings.secret",
        };
        JsonNode?[] mistakes =
        [
            new JsonArray(SecretService.Mark),
            new JsonObject { ["value"] = SecretService.Mark }, $"{SecretService.Mark}\nsecond line",
            $"http://example.com/{SecretService.Mark}",
            SecretService.Mark, $"https://user:{SecretService.Mark}@example.com/rest/x/",
        ];
        foreach (var place in places)
        {
            foreach (var mistake in mistakes)
            {
                var config = JsonNode.Parse(right)!.AsObject();
                var parts = place.Split('.');
                parts[..^1].Aggregate(
                    config, (section, name) => section[name]!.AsObject())[parts[^1]] = mistake?.DeepClone();
                config["broken"] = 1;
                var file = run.Folder.Write("broken.json", config.ToJsonString());

                var load = () => Itgrix.Runtime.Service.ItgrixConfig.Load(file);

                load.Should().Throw<Itgrix.Runtime.Platform.Configuration.ConfigException>().Which.ToString()
                    .Should().NotContain(SecretService.Mark, place);
            }
        }
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_services_memory_is_closed_to_its_own_user_and_to_dumps()
    {
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ff);
        var config = folder.Write("config.json", """
            {
              "kommo": {"account": "http://127.0.0.1:9", "long_lived_token": "token", "default_user": 1},
              "asterisk": {"ami": {"port": 9, "user": "itgrix", "secret": "secret"}},
              "http": {"port": 1}, "outbox": {"file": "outbox.db"}, "customizer": {"cache": "cache"}
            }
            """);
        string[] nobody = Environment.UserName == "root"
            ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];
        using var service = Process.Start(nobody[0], [.. nobody[1..], Program, "serve", "--config", config]);

        // Files that no other user may read belong to root, whoever runs the test.
        await Eventually.TrueAsync(
            () => service.HasExited
                || (FileRights.Read($"/proc/{service.Id}/environ")?.Owner is 0 && IsService(service.Id)));
        service.HasExited.Should().BeFalse("it never protected itself");
        service.Kill();
        await service.WaitForExitAsync(_limit.Token);
    }

    private static bool IsService(int id) =>
        File.ReadAllText($"/proc/{id}/comm").StartsWith("Itgrix", StringComparison.Ordinal);

    // A database is searched as a file on the disk; token files contain tokens, readable by their owner only.
    private static void LooksAt(string file)
    {
        if (file.EndsWith(".tokens.json", StringComparison.Ordinal))
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        else
            SecretService.IsClean(Encoding.Latin1.GetString(File.ReadAllBytes(file)), file);
    }
}
