using Itgrix.Runtime.Platform.Files;
using Itgrix.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Itgrix.Tests.Platform.Files;

/// <summary>Saves of files whose writers the kernel does not tell: those of other users.</summary>
[TestClass]
public sealed class SaveWatchTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private SaveWatch _watch = null!;

    private string Hook => _folder.File("hook.csx");

    [TestInitialize]
    public void Start() => _watch = new(_time);

    [TestCleanup]
    public void Stop()
    {
        _watch.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public void A_half_written_file_is_not_complete_however_long_its_writer_pauses()
    {
        _watch.Follow(_folder.Path);
        using (var writer = File.Create(Hook))
        {
            writer.Write("return 1;"u8);
            writer.Flush();
            _time.Advance(TimeSpan.FromHours(1));
            _watch.IsComplete(Hook).Should().BeFalse();
            writer.Write(" // the rest"u8);
        }

        _watch.IsComplete(Hook).Should().BeTrue();
    }

    [TestMethod]
    public void A_file_that_is_cut_to_be_written_again_is_not_complete()
    {
        File.WriteAllText(Hook, "old");
        _watch.Follow(_folder.Path);

        using (File.Create(Hook))
        {
            _time.Advance(TimeSpan.FromHours(1));
            _watch.IsComplete(Hook).Should().BeFalse();
        }

        _watch.IsComplete(Hook).Should().BeTrue();
    }

    [TestMethod]
    public void A_file_that_is_moved_here_is_complete()
    {
        _watch.Follow(_folder.Path);
        File.WriteAllText(_folder.File("upload.tmp"), "new");

        File.Move(_folder.File("upload.tmp"), Hook);

        _watch.IsComplete(Hook).Should().BeTrue();
    }

    [TestMethod]
    public void A_save_that_was_not_seen_is_complete_after_a_quiet_moment()
    {
        File.WriteAllText(Hook, "before the service");

        _watch.IsComplete(Hook).Should().BeFalse();
        _time.Advance(SaveWatch.Quiet + TimeSpan.FromSeconds(1));
        _watch.IsComplete(Hook).Should().BeTrue();
    }

    [TestMethod]
    public void A_file_that_is_reached_by_a_link_is_followed_where_it_is()
    {
        var target = _folder.Write("files/hook.csx", "old");
        File.CreateSymbolicLink(Hook, target);
        _time.Advance(TimeSpan.FromHours(1));
        _watch.IsComplete(Hook).Should().BeTrue();

        using (var writer = File.OpenWrite(target))
        {
            writer.WriteByte(1);
            writer.Flush();
            _watch.IsComplete(Hook).Should().BeFalse();
        }

        _watch.IsComplete(Hook).Should().BeTrue();
    }

    [TestMethod]
    public void A_missing_file_is_complete() => _watch.IsComplete(Hook).Should().BeTrue("nothing is half of it");
}
