using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Tests.Platform.Files;

[TestClass]
public sealed class FileStampTests
{
    private readonly string _directory = Directory.CreateTempSubdirectory("itgrix-").FullName;

    private string Hook => Path.Combine(_directory, "hook.csx");

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_directory, recursive: true);

    [TestMethod]
    public void An_untouched_file_keeps_its_stamp()
    {
        File.WriteAllText(Hook, "one");

        FileStamp.Read(Hook).Should().Be(FileStamp.Read(Hook));
        FileStamp.Read(Hook)!.Value.Size.Should().Be(3);
        FileStamp.Read(Hook)!.Value.Kind.Should().Be(FileKind.Regular);
        FileStamp.Read(Hook)!.Value.Inode.Should().NotBe(0);
        FileStamp.Read(Hook)!.Value.Problem.Should().BeNull();
    }

    [TestMethod]
    public void A_file_stamp_has_the_times_of_the_file()
    {
        File.WriteAllText(Hook, "one");
        File.SetLastWriteTimeUtc(Hook, DateTime.UnixEpoch.AddTicks(12_345_678_901));

        FileStamp.Read(Hook)!.Value.ModifiedNs.Should().Be(1_234_567_890_100);
        FileStamp.Read(Hook)!.Value.ChangedNs.Should().BeGreaterThan(FileStamp.Read(Hook)!.Value.ModifiedNs);
    }

    [TestMethod]
    public void A_replacement_with_the_same_size_and_an_older_time_is_seen()
    {
        File.WriteAllText(Hook, "one");
        var before = FileStamp.Read(Hook);
        File.WriteAllText(Hook + ".new", "two");
        File.SetLastWriteTimeUtc(Hook + ".new", DateTime.UnixEpoch);

        File.Move(Hook + ".new", Hook, overwrite: true);

        FileStamp.Read(Hook).Should().NotBe(before);
    }

    [TestMethod]
    public void A_file_stamp_follows_a_link()
    {
        File.WriteAllText(Hook, "one");
        File.CreateSymbolicLink(Hook + ".link", Hook);

        FileStamp.Read(Hook + ".link").Should().Be(FileStamp.Read(Hook));
    }

    [TestMethod]
    public void A_missing_file_has_no_stamp()
    {
        File.WriteAllText(Hook, "one");

        FileStamp.Read(Hook + ".none").Should().BeNull();
        FileStamp.Read(Path.Combine(Hook, "below a file")).Should().BeNull();
    }

    [TestMethod]
    public void A_directory_and_a_device_are_distinguished_from_a_file()
    {
        FileStamp.Read(_directory)!.Value.Kind.Should().Be(FileKind.Directory);
        FileStamp.Read("/dev/null")!.Value.Kind.Should().Be(FileKind.Other);
    }

    [TestMethod]
    public void A_cycle_of_links_is_an_error_with_its_reason()
    {
        File.CreateSymbolicLink(Hook, Hook);

        var stamp = FileStamp.Read(Hook)!.Value;

        stamp.Kind.Should().Be(FileKind.Unreadable);
        stamp.Problem.Should().Be("Too many levels of symbolic links (errno 40)");
    }
}
