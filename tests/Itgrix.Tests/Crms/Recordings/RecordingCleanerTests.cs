using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Recordings;

[TestClass]
public sealed class RecordingCleanerTests : IDisposable
{
    private readonly RecordingFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Without_a_maximum_age_no_recording_is_deleted()
    {
        _folder.Record("2020/01/01/a.wav", at: DaysAgo(5000));

        Clean(_folder.Options);

        Files().Should().Equal("2020/01/01/a.wav");
    }

    [TestMethod]
    public void Recordings_above_the_maximum_age_are_deleted_with_their_empty_folders()
    {
        using var log = new RecordedLog();
        _folder.Record("2024/10/01/a.wav", seconds: 60, at: DaysAgo(51));
        _folder.Record("2024/10/01/a.mp3", at: DaysAgo(51));
        _folder.Record("2024/10/31/b.wav", at: DaysAgo(31));
        _folder.Record("2024/10/31/kept.wav", at: DaysAgo(29.9));
        _folder.Record("c.wav", at: DaysAgo(31));
        Directory.CreateDirectory(_folder.In("empty"));

        Clean(_folder.Options with { Keep = TimeSpan.FromDays(30) });

        Files().Should().Equal("2024/10/31/kept.wav");
        Directory.Exists(_folder.In("2024/10/01")).Should().BeFalse();
        Directory.Exists(_folder.In("empty")).Should().BeTrue("nothing was deleted from it");
        log.Lines.Should().ContainSingle()
            .Which.Should().Contain("4 recordings deleted, 1.0 MB, 0 of them").And.Contain("1 empty");
    }

    [TestMethod]
    public void The_age_of_a_recording_is_measured_by_the_clock()
    {
        _folder.Record("a.wav", at: DaysAgo(29));
        var options = _folder.Options with { Keep = TimeSpan.FromDays(30) };
        Clean(options);
        Files().Should().Equal("a.wav");

        _time.Advance(TimeSpan.FromDays(2));
        Clean(options);

        Files().Should().BeEmpty();
        Directory.Exists(_folder.Monitor).Should().BeTrue("Asterisk needs it");
    }

    [TestMethod]
    public void Only_recordings_are_deleted_and_symlinks_are_not_followed()
    {
        var secret = _folder.Write(_folder.Elsewhere("a.wav"), Some.Bytes(10), DaysAgo(100));
        _folder.Write(_folder.In("notes.txt"), Some.Bytes(10), DaysAgo(100));
        _folder.Write(_folder.In("calls.db"), Some.Bytes(10), DaysAgo(100));
        File.CreateSymbolicLink(_folder.In("link.wav"), secret);
        Directory.CreateSymbolicLink(_folder.In("2020"), _folder.Elsewhere());
        Directory.CreateSymbolicLink(_folder.In("round"), _folder.Monitor);

        Clean(_folder.Options with { Keep = TimeSpan.FromDays(30) });

        File.Exists(secret).Should().BeTrue();
        Files().Should().Contain(["notes.txt", "calls.db", "link.wav"]);
    }

    [TestMethod]
    public void A_folder_of_recordings_that_is_a_symlink_is_cleaned()
    {
        _folder.Record("a.wav", at: DaysAgo(31));
        Directory.CreateSymbolicLink(_folder.Elsewhere("rec"), _folder.Monitor);

        Clean(_folder.Options with { Folders = [_folder.Elsewhere("rec")], Keep = TimeSpan.FromDays(30) });

        Files().Should().BeEmpty();
    }

    [TestMethod]
    public void A_wav_is_deleted_some_time_after_its_conversion()
    {
        _folder.Record("a.wav", at: DaysAgo(1));
        _folder.Write(_folder.In("a.mp3"), Some.Bytes(10), DaysAgo(0.9));
        _folder.Record("just.wav", at: DaysAgo(0.02));
        _folder.Write(_folder.In("just.mp3"), Some.Bytes(10), DaysAgo(0.01));
        _folder.Record("empty.wav", at: DaysAgo(1));
        _folder.Write(_folder.In("empty.mp3"), [], DaysAgo(0.9));
        _folder.Record("older.wav", at: DaysAgo(1));
        _folder.Write(_folder.In("older.mp3"), Some.Bytes(10), DaysAgo(2));
        _folder.Record("alone.wav", at: DaysAgo(1));

        Clean(_folder.Options with { DeletesOriginals = true });

        Files().Should().BeEquivalentTo(
            "a.mp3", "just.wav", "just.mp3", "empty.wav", "empty.mp3", "older.wav", "older.mp3", "alone.wav");
    }

    [TestMethod]
    public void Too_little_free_space_logs_a_warning()
    {
        using var log = new RecordedLog();

        Clean(_folder.Options with { LeastFree = long.MaxValue });

        log.Lines.Should().ContainSingle().Which.Should().StartWith("Warn")
            .And.Contain("are free for recordings").And.Contain("keep_days");
    }

    [TestMethod]
    public void A_missing_folder_is_skipped() => FluentActions.Invoking(() =>
        Clean(_folder.Options with { Folders = ["/nowhere/at/all"], Keep = TimeSpan.FromDays(1) })).Should().NotThrow();

    private void Clean(RecordingOptions options) => new RecordingCleaner(options, _time).Clean(CancellationToken.None);

    private DateTimeOffset DaysAgo(double days) => _time.GetUtcNow().AddDays(-days);

    private IEnumerable<string> Files() => Directory.EnumerateFiles(
            _folder.Monitor, "*", new EnumerationOptions
            {
                RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 4,
            })
        .Where(file => !file.Contains("/round/") && !file.Contains("/2020/a"))
        .Select(file => Path.GetRelativePath(_folder.Monitor, file));
}
