using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Logging;
using Itgrix.Tests.Support;
using NLog;

namespace Itgrix.Tests.Platform.Logging;

/// <summary>The log's file.</summary>
[TestClass]
public sealed class LogFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(2));

    public void Dispose()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    public void Each_line_has_its_time_with_the_offset_and_no_control_character()
    {
        var before = DateTimeOffset.Now.AddSeconds(-1);

        Write(new() { File = _folder.File("log/itgrix.log") }, "one \u001b", "two");

        var lines = File.ReadAllLines(_folder.File("log/itgrix.log"));
        lines.Should().HaveCount(2);
        lines[0].Should().MatchRegex(
            @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d error The new configuration .*: one \\u001B$");
        DateTimeOffset.Parse(lines[1].Split(' ')[0], CultureInfo.InvariantCulture).Should().BeAfter(before);
    }

    [TestMethod]
    public void A_full_file_is_put_aside_and_the_oldest_ones_are_deleted()
    {
        var file = _folder.File("itgrix.log");
        var line = new string('x', 2000);

        Write(new() { File = file, FileMaxBytes = 1 << 20, FileKeep = 2 },
            [.. Enumerable.Range(1, 3000).Select(number => $"{number}:{line}"), "last"]);

        var files = Directory.GetFiles(_folder.Path);
        files.Should().HaveCount(3).And.AllSatisfy(one => new FileInfo(one).Length.Should().BeLessThan(2 << 20));
        File.ReadAllText(file).Should().Contain(": last");
        files.Should().NotContain(one => File.ReadAllText(one).Contains(": 1:"));
    }

    [TestMethod]
    [DataRow("none/itgrix.log", DisplayName = "a file where its folder should be")]
    [DataRow("full", DisplayName = "a full disk")]
    public async Task The_service_runs_although_the_file_cannot_be_written_and_reports_it_once(string file)
    {
        _folder.Write("none", "");
        File.CreateSymbolicLink(_folder.File("full"), "/dev/full");
        using var service = new RunningService(Config(file));

        await service.StartAsync(_limit.Token);
        await service.StopAsync(_limit.Token);

        $"{service.Log}".Should().Contain("info  Stopping");
        $"{service.Log}".Split("log.file cannot be written").Should().HaveCount(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public void A_file_that_fails_after_it_was_open_is_reported_once_and_once_more_when_it_works()
    {
        var file = _folder.File("log/itgrix.log");
        var reports = new ConcurrentQueue<Exception?>();
        using var factory = new LogFactory();
        factory.Configuration = LogTargets.Create(new() { File = file }, reports.Enqueue);
        var log = factory.GetLogger($"{LogText.OwnPrefix}test");

        Say("first");
        Directory.Delete(_folder.File("log"), recursive: true);
        _folder.Write("log", "");
        Say("lost");
        Say("lost, too");
        File.Delete(_folder.File("log"));
        Say("again");

        File.ReadAllText(file).Should().Contain("again").And.NotContain("lost");
        Eventually.True(() => reports.Count == 2, "both reports");
        reports.Should().SatisfyRespectively(one => one.Should().BeOfType<IOException>(), one => one.Should().BeNull());

        void Say(string text)
        {
            log.Error(text);
            factory.Flush(TestTimeout.Value);
        }
    }

    [TestMethod]
    public async Task The_services_file_has_the_lines_of_standard_error()
    {
        using var service = new RunningService(Config("itgrix.log"));

        await service.StartAsync(_limit.Token);
        await service.StopAsync(_limit.Token);

        File.ReadAllLines(_folder.File("itgrix.log")).Should()
            .Contain(line => line.EndsWith("info  Started; calls of Asterisk are followed"))
            .And.Contain(line => line.Contains("info  Stopping"));
    }

    [TestMethod]
    public void Two_logs_of_one_process_do_not_mix()
    {
        Parallel.For(0, 4, number =>
        {
            using var log = new RecordedLog();
            ConfigLogMessages.Wrong(AppLog.For("test"), $"mistake {number}");

            log.Lines.Should().ContainSingle().Which.Should().EndWith($"mistake {number}");
        });
    }

    private static void Write(LogOptions options, params string[] mistakes)
    {
        using var log = new ServiceLog(options);
        foreach (var mistake in mistakes)
            ConfigLogMessages.Wrong(log.For("Itgrix.test"), mistake);
    }

    private string Config(string file) => _folder.Write("config.json", new JsonObject
    {
        ["log"] = new JsonObject { ["file"] = file },
        ["asterisk"] = new JsonObject { ["cel"] = new JsonObject { ["file"] = _folder.Write("Master.csv", "") } },
        ["bitrix24"] = new JsonObject { ["webhook"] = "http://127.0.0.1:1/rest/1/secret/", ["default_user"] = 3 },
        ["http"] = new JsonObject { ["port"] = 0 },
        ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
        ["customizer"] = new JsonObject { ["cache"] = _folder.File("cache"),
            ["folders"] = new JsonArray(_folder.Path) },
    }.ToJsonString());
}
