using Itgrix.Runtime.Platform.Files;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Files;

/// <summary>Who may change a file.</summary>
[TestClass]
public sealed class FileRightsTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    [DataRow(0b110_100_100, false)]
    [DataRow(0b110_110_100, true)]
    [DataRow(0b110_100_110, true)]
    public void Others_who_may_write_are_noticed(int mode, bool isOpen)
    {
        var file = _folder.Write("a", "");
        File.SetUnixFileMode(file, (UnixFileMode)mode);

        FileRights.Read(file)!.Value.IsOpen.Should().Be(isOpen);
    }

    [TestMethod]
    public void The_group_of_the_administrators_is_found_by_its_name()
    {
        var groups = _folder.Write("group", "root:x:0:\nitgrix-administration:x:7:\nitgrix-admin:x:991:ann,bob\nbad\n");

        FileRights.GroupIn(groups, FileRights.AdminGroup).Should().Be(991);
        FileRights.GroupIn(groups, "nobody").Should().BeNull();
        FileRights.GroupIn("/none/such", "root").Should().BeNull();
    }

    [TestMethod]
    public void A_folder_is_readable_when_it_can_be_entered()
    {
        FileRights.CanRead(_folder.Path).Should().BeTrue();
        FileRights.CanWrite(_folder.Path).Should().BeTrue();
        FileRights.CanRead(_folder.File("none")).Should().BeFalse();
    }
}
