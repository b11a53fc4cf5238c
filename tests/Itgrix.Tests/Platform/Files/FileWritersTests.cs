using Itgrix.Runtime.Platform.Files;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Files;

[TestClass]
public sealed class FileWritersTests
{
    private readonly string _directory = Directory.CreateTempSubdirectory("itgrix-").FullName;

    private string Hook => Path.Combine(_directory, "hook.csx");

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_directory, recursive: true);

    [TestMethod]
    public void A_file_is_open_until_its_writer_closes_it()
    {
        using (var writer = new FileStream(Hook, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.WriteByte(1);
            FileWriters.Test(Hook).Should().BeTrue();
        }

        FileWriters.Test(Hook).Should().BeFalse();
    }

    [TestMethod]
    public void A_process_that_reads_a_file_is_not_its_writer()
    {
        File.WriteAllText(Hook, "one");
        using var reader = File.OpenRead(Hook);

        FileWriters.Test(Hook).Should().BeFalse();
    }

    [TestMethod]
    public void A_file_renamed_into_place_is_complete_while_the_old_one_is_still_open()
    {
        using var writer = new FileStream(Hook, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        File.WriteAllText(Hook + ".new", "two");

        File.Move(Hook + ".new", Hook, overwrite: true);

        FileWriters.Test(Hook).Should().BeFalse();
    }

    [TestMethod]
    public void Where_writers_are_unknown_the_answer_is_no()
    {
        FileWriters.Test(Hook).Should().BeFalse("there is no such file");
        FileWriters.Test(_directory).Should().BeFalse("a directory has no writers");
    }

    [TestMethod]
    [Timeout(TestTimeout.Milliseconds)]
    public async Task A_writer_that_comes_in_the_middle_does_no_harm()
    {
        File.WriteAllText(Hook, "one");
        using var done = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
                File.AppendAllText(Hook, "x");
            done.Cancel();
        });

        while (!done.IsCancellationRequested)
            FileWriters.Test(Hook);
        await writing;

        File.ReadAllText(Hook).Should().HaveLength(2003);
        FileWriters.Test(Hook).Should().BeFalse();
    }
}
