using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Recordings;

/// <summary>Where a call's recording is, whether it is complete, and which files may replace it.</summary>
[TestClass]
public sealed class CallRecordingsTests : IDisposable
{
    private readonly RecordingFolder _folder = new();
    private readonly ManualTime _time = new();
    private RecordingOptions _options;

    public CallRecordingsTests() => _options = _folder.Options;

    private CallRecordings Recordings => new(_options, _time);

    // As new as a file can be on the test's clock.
    private DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("{0}/a.wav", "a.wav")]
    [DataRow("{0}/b/../a.wav", "a.wav")]
    [DataRow("{0}/a", "a.wav")]
    [DataRow("a", "a.wav")]
    [DataRow("a.wav", "a.wav")]
    [DataRow("c.1.2", "c.1.2.wav")]
    [DataRow("day.wav", "2026/11/21/day.wav")]
    [DataRow("day", "2026/11/21/day.wav")]
    [DataRow("converted.wav", "converted.mp3")]
    [DataRow("{0}/2026/11/21/day", "2026/11/21/day.wav")]
    public void A_recording_is_found_where_Asterisk_names_it(string named, string expected)
    {
        foreach (var name in new[] { "a.wav", "c.1.2.wav", "2026/11/21/day.wav", "converted.mp3" })
            _folder.Record(name);

        var look = Recordings.Look(Stage(string.Format(named, _folder.Monitor)))!;

        (look.Path, look.IsThere, look.IsNamed).Should().Be((_folder.In(expected), true, true));
    }

    [TestMethod]
    [DataRow("{linkedid}.wav", "c1.wav")]
    [DataRow("{yyyy}/{MM}/{dd}/{HH}{mm}{ss}-{from}-{to}", "2026/11/21/120000-+12025550123-101.wav")]
    [DataRow("in/{uniqueid}", "in/c1.wav")]
    public void A_recording_that_Asterisk_does_not_name_is_found_by_the_template(string template, string expected)
    {
        _folder.Record(expected);
        _options = _options with { Path = template };

        var look = Recordings.Look(Stage())!;

        (look.Path, look.IsThere, look.IsNamed).Should().Be((_folder.In(expected), true, false));
    }

    [TestMethod]
    [DataRow("../elsewhere/secret")]
    [DataRow("..")]
    [DataRow("a/../../elsewhere/secret")]
    [DataRow("\0")]
    public void A_number_in_the_template_cannot_leave_the_folder(string number)
    {
        _folder.Write(_folder.Elsewhere("secret.wav"), Wav.Silence(TimeSpan.FromSeconds(1)));
        _options = _options with { Path = "{from}" };

        Recordings.Look(Stage(from: number))?.IsThere.Should().NotBe(true);
    }

    [TestMethod]
    public void The_file_that_Asterisk_names_is_searched_first()
    {
        var template = _folder.Record("c1.wav");
        _options = _options with { Path = "{linkedid}.wav" };
        Recordings.Look(Stage("named.wav"))!.Path.Should().Be(template);

        var named = _folder.Record("named.wav");
        Recordings.Look(Stage("named.wav"))!.Path.Should().Be(named);
    }

    [TestMethod]
    public void Without_a_name_and_a_template_there_is_no_recording() => Recordings.Look(Stage()).Should().BeNull();

    [TestMethod]
    public void A_recording_is_complete_when_its_writer_has_closed_it()
    {
        var file = _folder.In("a.wav");
        using (var writer = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.Write(Wav.Silence(TimeSpan.FromSeconds(1)));
            writer.Flush();
            Recordings.Look(Stage(file))!.IsComplete.Should().BeFalse();
        }

        Recordings.Look(Stage(file))!.IsComplete.Should().BeTrue();
    }

    [TestMethod]
    public void A_recording_is_complete_when_its_header_covers_it_or_it_no_longer_grows()
    {
        var file = _folder.Write(_folder.In("a.wav"), Wav.Unfinished(TimeSpan.FromSeconds(1)), Now);
        Recordings.Look(Stage(file)).Should().BeEquivalentTo(new { IsThere = true, IsComplete = false });

        _time.Advance(TimeSpan.FromSeconds(14));
        Recordings.Look(Stage(file))!.IsComplete.Should().BeFalse();

        _time.Advance(TimeSpan.FromSeconds(1));
        Recordings.Look(Stage(file))!.IsComplete.Should().BeTrue();
    }

    [TestMethod]
    public void A_recording_without_a_header_is_complete_when_it_no_longer_grows()
    {
        var file = _folder.Write(_folder.In("a.mp3"), Some.Bytes(1000), Now);
        Recordings.Look(Stage(file))!.IsComplete.Should().BeFalse();

        _time.Advance(TimeSpan.FromSeconds(2));
        Recordings.Look(Stage(file))!.IsComplete.Should().BeTrue();
    }

    [TestMethod]
    public void An_empty_file_is_not_a_recording_yet()
    {
        var file = _folder.Write(_folder.In("a.wav"), [], Now - TimeSpan.FromHours(1));

        Recordings.Look(Stage(file)).Should().BeEquivalentTo(new { IsThere = false, Problem = "It is empty." });
    }

    [TestMethod]
    public void A_symlink_to_elsewhere_is_not_a_recording()
    {
        var secret = _folder.Write(_folder.Elsewhere("secret.wav"), Wav.Silence(TimeSpan.FromSeconds(1)));
        File.CreateSymbolicLink(_folder.In("a.wav"), secret);
        Directory.CreateSymbolicLink(_folder.In("2026"), _folder.Elsewhere());

        foreach (var name in new[] { "a.wav", _folder.In("a.wav"), "2026/secret.wav", _folder.In("2026/secret.wav") })
            Recordings.Look(Stage(name))!.Problem.Should()
                .Be($"It is a link to {secret}: name that folder in recordings.folders.");
    }

    [TestMethod]
    public void Symlinks_to_recordings_and_folders_of_recordings_are_accepted()
    {
        var real = _folder.Record("a.wav");
        File.CreateSymbolicLink(_folder.In("b.wav"), real);
        Directory.CreateSymbolicLink(_folder.Elsewhere("monitor"), _folder.Monitor);

        Recordings.Look(Stage("b.wav"))!.IsThere.Should().BeTrue();
        _options = _options with { Folders = [_folder.Elsewhere("monitor")] };
        Recordings.Look(Stage("a.wav"))!.IsThere.Should().BeTrue();
        Recordings.Look(Stage(real))!.IsThere.Should().BeTrue();
    }

    [TestMethod]
    public void A_recording_that_Asterisk_names_by_its_full_path_may_be_elsewhere()
    {
        var file = _folder.Write(_folder.Elsewhere("a.wav"), Wav.Silence(TimeSpan.FromSeconds(1)));

        Recordings.Look(Stage(file))!.IsComplete.Should().BeTrue();
        Recordings.Look(Stage("../elsewhere/a.wav"))?.IsThere.Should().NotBe(true);
    }

    [TestMethod]
    public void Devices_and_folders_are_not_recordings()
    {
        Directory.CreateDirectory(_folder.In("a.wav"));

        Recordings.Look(Stage("a.wav"))!.Problem.Should().Be("It is not a regular file.");
        Recordings.Look(Stage("/dev/zero"))!.Problem.Should().Be("It is not a regular file.");
    }

    [TestMethod]
    public void A_converted_file_beside_the_original_or_in_a_folder_of_recordings_is_accepted()
    {
        var original = _folder.Record("a.wav");
        var beside = _folder.Write(_folder.In("a.mp3"), Some.Bytes(10));
        var other = _folder.Write(_folder.Elsewhere("b.wav"), Wav.Silence(TimeSpan.FromSeconds(1)));
        var besideOther = _folder.Write(_folder.Elsewhere("b.mp3"), Some.Bytes(10));

        Recordings.ProblemOf(beside, original).Should().BeNull();
        Recordings.ProblemOf(beside, other).Should().BeNull();
        Recordings.ProblemOf(besideOther, other).Should().BeNull();
    }

    [TestMethod]
    [DataRow("/etc/passwd", "It is not in a folder of recordings*recordings.folders*")]
    [DataRow("{0}/../elsewhere/secret.mp3", "It is not in a folder of recordings*")]
    [DataRow("{0}/link.mp3", "It is not in a folder of recordings*")]
    [DataRow("{0}/none.mp3", "There is no such file.")]
    [DataRow("{0}/empty.mp3", "It is empty.")]
    [DataRow("{0}", "It is not a regular file.")]
    [DataRow("a.wav", "It is no absolute path.")]
    [DataRow("http://example.com/a.mp3", "It is no absolute path.")]
    [DataRow("/dev/null", "It is not a regular file.")]
    [DataRow("{0}/a\0.wav", "It is no absolute path.")]
    public void Other_paths_from_a_hook_are_rejected(string made, string expected)
    {
        var original = _folder.Record("a.wav");
        var secret = _folder.Write(_folder.Elsewhere("secret.mp3"), Some.Bytes(10));
        File.CreateSymbolicLink(_folder.In("link.mp3"), secret);
        _folder.Write(_folder.In("empty.mp3"), []);

        Recordings.ProblemOf(string.Format(made, _folder.Monitor), original).Should().Match(expected);
    }

    private static CallStageEvent Stage(string? named = null, string from = "+12025550123") =>
        new(CallStage.CallEnded, "c1", "", SomeStage.Time, new()
        {
            Channel = new()
            {
                Id = "c1", StartTime = SomeStage.Time,
                From = new() { Original = from }, To = new() { Original = "101" },
            },
        }) { Recordings = named is null ? [] : [named] };
}
