using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>Backup and restore.</summary>
[TestClass]
public sealed class BackupCommandTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task What_is_lost_is_as_it_was_after_a_restore()
    {
        var config = Config();
        var hook = _folder.Write("etc/customizations/bitrix24/need_registration.csx", "return null;");
        var elsewhere = _folder.Write("opt/actions/need_registration.php", "<?php return 1;");
        var tokens = _folder.Write("state/bitrix24.tokens.json", "{\"access_token\": \"sesame\"}");
        File.SetUnixFileMode(tokens, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (await OutboxStore.OpenAsync(
            new() { File = _folder.File("state/outbox.db") }, TimeProvider.System, CancellationToken.None))
        {
            (await RunAsync("backup", _folder.File("a.tar.gz"), "--config", config)).ExitCode.Should().Be(0);
        }
        var before = new[] { config, hook, elsewhere, tokens }.Select(File.ReadAllText).ToList();
        foreach (var place in new[] { "etc", "opt", "state" })
            Directory.Delete(_folder.File(place), recursive: true);

        var other = _folder.Write("other.json", new JsonObject
            { ["outbox"] = new JsonObject { ["file"] = _folder.File("state/outbox.db") } }.ToJsonString());
        var restored = await RunAsync("restore", _folder.File("a.tar.gz"), "--config", other);

        restored.ExitCode.Should().Be(0, restored.Errors);
        new[] { config, hook, elsewhere, tokens }.Select(File.ReadAllText).Should().Equal(before);
        File.GetUnixFileMode(tokens).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(_folder.File("a.tar.gz")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await RunAsync("outbox", "--config", config)).Errors.Should().Contain("0 dead letters, 0 waiting.");
        var again = await RunAsync("restore", _folder.File("a.tar.gz"), "--config", other);
        again.ExitCode.Should().Be(2);
        again.Errors.Should().Contain("is there already").And.Contain("--replace");
    }

    [TestMethod]
    [DataRow("../../escaped")]
    [DataRow("etc/passwd-of-a-backup")]
    public async Task An_archive_that_leads_elsewhere_is_refused(string name)
    {
        var file = _folder.File("a.tar.gz");
        await using (var tar = new TarWriter(new GZipStream(File.Create(file), CompressionLevel.Fastest)))
        {
            await AddAsync(tar, "itgrix-backup.json", new JsonObject
            {
                ["config"] = _folder.File("etc"), ["state"] = _folder.File("state"), ["hooks"] = new JsonArray(),
            }.ToJsonString());
            await AddAsync(tar, name.StartsWith("..") ? $"{_folder.File("etc").TrimStart('/')}/{name}" : name, "bad");
        }

        var restored = await RunAsync("restore", file, "--config", Config());

        restored.ExitCode.Should().Be(2);
        restored.Errors.Should().Contain("is no backup of this program");
        Directory.GetFiles(_folder.Path, "escaped", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_file_that_is_no_backup_is_refused()
    {
        var restored = await RunAsync("restore", _folder.Write("a.tar.gz", "nonsense"), "--config", Config());

        (restored.ExitCode, restored.Errors.Contains("is no backup of this program")).Should().Be((2, true));
    }

    private static async Task AddAsync(TarWriter tar, string name, string text)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content });
    }

    private string Config() => _folder.Write("etc/config.json", new JsonObject
    {
        ["customizer"] = new JsonObject
        {
            ["folders"] = new JsonArray(
                "customizations", new JsonObject { ["path"] = _folder.File("opt/actions"), ["crm"] = "bitrix24" }),
        },
        ["outbox"] = new JsonObject { ["file"] = _folder.File("state/outbox.db") },
    }.ToJsonString());

    private static Task<Command> RunAsync(params string[] arguments) =>
        Command.Start(Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime"), arguments, [], "/");
}
