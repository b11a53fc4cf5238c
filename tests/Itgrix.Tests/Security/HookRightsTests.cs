using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Security;

/// <summary>Users who can write a hook decide what the service runs.</summary>
[TestClass]
public sealed class HookRightsTests
{
    private const UnixFileMode Safe =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode SafeFolder =
        Safe | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder _folder = new();
    private string _hooks = null!, _file = null!;

    [TestInitialize]
    public void Write()
    {
        _file = _folder.Write("hooks/bitrix24/need_registration.php", "<?php return array('state' => 'success');");
        _hooks = _folder.File("hooks");
        File.SetUnixFileMode(_file, Safe);
        File.SetUnixFileMode(_hooks, SafeFolder);
        File.SetUnixFileMode(Path.Combine(_hooks, "bitrix24"), SafeFolder);
    }

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void A_hook_that_only_its_owner_may_write_is_safe() => HookRights.FindRisks([_hooks]).Should().BeEmpty();

    [TestMethod]
    public void A_missing_customizations_folder_is_no_risk() =>
        HookRights.FindRisks([_folder.File("none")]).Should().BeEmpty();

    [TestMethod]
    [DataRow("hooks", UnixFileMode.OtherWrite)]
    [DataRow("hooks/bitrix24", UnixFileMode.GroupWrite)]
    [DataRow("hooks/bitrix24/need_registration.php", UnixFileMode.OtherWrite)]
    [DataRow("hooks/bitrix24/need_registration.php", UnixFileMode.GroupWrite)]
    public void A_hook_that_others_may_write_is_reported_with_the_command_that_fixes_it(string name, UnixFileMode more)
    {
        var path = _folder.File(name);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | more);

        HookRights.FindRisks([_hooks]).Should().ContainSingle().Which.Should().Match<HookRisk>(
            risk => risk.Path == path && risk.Text.Contains($"chmod go-w '{path}'"));
    }

    [TestMethod]
    public void A_hook_in_a_folder_that_others_may_rename_is_at_risk()
    {
        File.SetUnixFileMode(_folder.Path, SafeFolder | UnixFileMode.OtherWrite);

        HookRights.FindRisks([_hooks]).Should().ContainSingle().Which.Path.Should().Be(_folder.Path);

        File.SetUnixFileMode(_folder.Path, SafeFolder | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        HookRights.FindRisks([_hooks]).Should().BeEmpty("as in /tmp, nobody can rename another one's");
    }

    [TestMethod]
    public async Task A_hook_of_another_user_is_reported()
    {
        if (Environment.UserName != "root")
            Assert.Inconclusive("Only root can give a file to somebody else.");
        await Command.Start("chown", ["12345", _file], [], "/");

        HookRights.FindRisks([_hooks]).Should().ContainSingle().Which.Should().Match<HookRisk>(
            risk => risk.Path == _file && risk.Text.Contains("user 12345") && risk.Text.Contains("chown"));
    }

    [TestMethod]
    public void Of_very_many_writable_hook_files_only_the_first_are_reported()
    {
        for (var number = 0; number < 100; number++)
            File.SetUnixFileMode(_folder.Write($"hooks/lib/{number}.csx", ""), Safe | UnixFileMode.OtherWrite);

        HookRights.FindRisks([_hooks]).Should().HaveCount(20);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_service_warns_of_writable_hooks_at_its_start()
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);

        await using var service = await SecretService.StartAsync(limit.Token, UnixFileMode.OtherWrite);

        service.Service.Log.Should()
            .Contain("need_registration.php is not safe: others than its owner can change what the service runs");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_check_command_warns_of_writable_hooks()
    {
        File.SetUnixFileMode(_file, Safe | UnixFileMode.OtherWrite);

        var check = await Command.Start(
            Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime"), ["check", _hooks], [], _folder.Path);

        check.Output.Should().Contain($"{_file}: warning ITX006: ").And.Contain($"chmod go-w '{_file}'");
        check.ExitCode.Should().Be(0, "it is a warning");
    }
}
