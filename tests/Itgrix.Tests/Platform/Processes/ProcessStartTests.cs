using System.Runtime.Versioning;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Tests.Platform.Processes;

[TestClass]
[SupportedOSPlatform("linux")]
public sealed class ProcessStartTests
{
    private readonly string _directory = Directory.CreateTempSubdirectory("itgrix-").FullName;

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_directory, recursive: true);

    [TestMethod]
    public void A_missing_path_is_named() =>
        Starting(new ProcessSpec("/no/such/program", []))
            .WithMessage("Cannot start '/no/such/program': No such file or directory (errno 2). There is no*");

    [TestMethod]
    public void A_program_missing_from_PATH_is_reported() =>
        Starting(new ProcessSpec("no-such-program", [])).WithMessage("*'no-such-program'*PATH*install*");

    [TestMethod]
    public void A_missing_working_directory_is_not_taken_for_a_missing_program() =>
        Starting(new ProcessSpec("/bin/sh", []) { WorkingDirectory = "/no/such" })
            .WithMessage("*The working directory '/no/such' does not exist*");

    [TestMethod]
    public void A_file_that_is_not_executable_is_reported_with_the_fix() =>
        Starting(new ProcessSpec(Write("plain", "#!/bin/sh\n", executable: false), []))
            .WithMessage("*Permission denied (errno 13)*chmod +x*");

    [TestMethod]
    public void A_directory_is_no_program() =>
        Starting(new ProcessSpec(_directory, [])).WithMessage("*It is a directory*");

    [TestMethod]
    public void A_script_with_a_missing_interpreter_is_distinguished_from_a_missing_script() =>
        Starting(new ProcessSpec(Write("script", "#!/no/such/interpreter\n"), [])).WithMessage("*first line (#!)*");

    [TestMethod]
    public void A_script_without_a_first_line_is_reported_with_the_fix() =>
        Starting(new ProcessSpec(Write("script", "echo hello\n"), [])).WithMessage("*#!/bin/sh*");

    [TestMethod]
    public async Task A_run_that_cannot_start_fails_with_the_same_exception()
    {
        var run = ProcessRunner.RunAsync(
            new ProcessSpec("/no/such/program", []), null, null, Shell.Long, CancellationToken.None);

        var thrown = await run.Invoking(r => r).Should().ThrowAsync<ProcessStartException>();
        thrown.Which.File.Should().Be("/no/such/program");
        thrown.Which.ErrorNumber.Should().Be(2);
    }

    [TestMethod]
    public async Task Two_hundred_runs_and_failures_leave_no_descriptor_open()
    {
        var shell = new Shell();
        await RoundAsync(shell);
        var before = OpenDescriptors();

        for (var i = 0; i < 40; i++)
            await RoundAsync(shell);

        OpenDescriptors().Should().BeSubsetOf(before)
            .And.HaveCountLessThanOrEqualTo(before.Count, "what earlier tests had open may be closed meanwhile");
    }

    private static async Task RoundAsync(Shell shell)
    {
        await shell.RunAsync("exit 1", input: "unread");
        await shell.RunAsync("sleep 31 & exec sleep 32", limit: TimeSpan.FromMilliseconds(1));
        await ProcessRunner.RunAsync(
            shell.Script("yes"), null, new Dictionary<int, int> { [1] = 10 }, Shell.Long, CancellationToken.None);
        foreach (var bad in new[] { new ProcessSpec("/no/such", []), new ProcessSpec("/etc", []) })
        {
            var run = ProcessRunner.RunAsync(bad, null, null, Shell.Long, CancellationToken.None);
            await run.Invoking(r => r).Should().ThrowAsync<ProcessStartException>();
        }
    }

    // The target of a descriptor, not its number: other code of this process opens and closes descriptors as well. Only
    // pipes and pidfds are ours.
    private static List<string> OpenDescriptors() =>
        [.. Directory.GetFiles("/proc/self/fd").Select(Target).Where(IsOurs)];

    private static bool IsOurs(string target) => target.StartsWith("pipe:") || target.Contains("pidfd");

    private static string Target(string descriptor) => new FileInfo(descriptor).LinkTarget ?? "";

    private static FluentAssertions.Specialized.ExceptionAssertions<ProcessStartException> Starting(ProcessSpec spec) =>
        FluentActions.Invoking(() => ChildProcess.Start(spec).Dispose()).Should().Throw<ProcessStartException>();

    private string Write(string name, string content, bool executable = true)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, content);
        if (executable)
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
