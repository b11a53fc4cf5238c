using Itgrix.Runtime.Platform.Processes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Processes;

/// <summary>Groups in a folder; the kernel's own are tried under systemd.</summary>
[TestClass]
public sealed class ControlGroupsTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void Members_of_groups_below_belong_to_the_group()
    {
        _folder.Write("group/cgroup.procs", "17\n18\n");
        _folder.Write("group/own/cgroup.procs", "19\n");

        new ControlGroup(_folder.File("group"), memory: null).Members.Should().BeEquivalentTo([17, 18, 19]);
    }

    [TestMethod]
    public void Limits_are_written_where_the_system_has_their_controllers()
    {
        foreach (var file in new[] { "pids.max", "memory.max", "cgroup.procs" })
            _folder.Write($"group/{file}", "");

        new ControlGroup(_folder.File("group"), memory: 1000).Add(17).Should().BeTrue();

        Read("pids.max").Should().Be("512");
        Read("memory.max").Should().Be("2000");
        Read("cgroup.procs").Should().Be("17");
        File.Exists(_folder.File("group/cpu.weight")).Should().BeFalse("the kernel makes them");

        string Read(string file) => File.ReadAllText(_folder.File($"group/{file}"));
    }

    [TestMethod]
    public void A_group_that_is_gone_has_no_members_and_is_deleted()
    {
        var group = new ControlGroup(_folder.File("gone"), memory: 1000);

        group.Members.Should().BeEmpty();
        group.Add(17).Should().BeFalse();
        group.TryDelete().Should().BeTrue();
    }
}
