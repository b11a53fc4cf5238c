using System.Text;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Processes;

[TestClass]
public sealed class ProcessRunnerTests
{
    private readonly Shell _shell = new();

    [TestMethod]
    public async Task A_program_gives_its_outputs_and_exit_code()
    {
        var result = await _shell.RunAsync("echo out; echo err >&2; exit 3");

        Text(result.Stdout).Should().Be("out\n");
        Text(result.Stderr).Should().Be("err\n");
        result.Status.Code.Should().Be(3);
        result.Status.ToString().Should().Be("exit code 3");
        result.TimedOut.Should().BeFalse();
        result.LeftBehind.Should().Be(0);
    }

    [TestMethod]
    public async Task A_signal_is_distinguished_from_an_exit_code()
    {
        var result = await _shell.RunAsync("kill -SEGV $$");

        result.Status.Should().Be(new ExitStatus(null, 11));
        result.Status.ToString().Should().Be("killed by SIGSEGV");
    }

    [TestMethod]
    public async Task An_exit_code_as_of_a_signal_is_not_taken_for_one()
    {
        var result = await _shell.RunAsync("exit 139");

        result.Status.Should().Be(new ExitStatus(139, null));
    }

    [TestMethod]
    public async Task A_program_is_found_in_PATH_and_runs_in_its_working_directory()
    {
        var spec = new ProcessSpec("pwd", ["-P"]) { WorkingDirectory = "/usr/bin" };

        var result = await ProcessRunner.RunAsync(spec, null, null, Shell.Long, CancellationToken.None);

        Text(result.Stdout).Should().Be("/usr/bin\n");
    }

    [TestMethod]
    public async Task Variables_are_added_and_taken_away()
    {
        var spec = new ProcessSpec("env", [])
        {
            Environment = new Dictionary<string, string?> { ["ADDED"] = "ä b", ["HOME"] = null },
        };

        var result = await ProcessRunner.RunAsync(spec, null, null, Shell.Long, CancellationToken.None);

        var lines = Text(result.Stdout).Split('\n');
        lines.Should().Contain("ADDED=ä b").And.Contain(line => line.StartsWith("PATH="));
        lines.Should().Contain(line => line.StartsWith("ITGRIX_PROCESS="));
        lines.Should().NotContain(line => line.StartsWith("HOME="));
    }

    [TestMethod]
    public async Task Much_data_goes_both_ways_at_once()
    {
        var bytes = Some.Bytes(5_000_000);
        var input = new Dictionary<int, ReadOnlyMemory<byte>> { [0] = bytes };

        var result = await ProcessRunner.RunAsync(
            new ProcessSpec("cat", []), input, null, Shell.Long, CancellationToken.None);

        result.Stdout.AsSpan().SequenceEqual(bytes).Should().BeTrue();
        result.Status.Code.Should().Be(0);
    }

    [TestMethod]
    public async Task Standard_input_is_empty_unless_given()
    {
        var result = await _shell.RunAsync("cat; echo end");

        Text(result.Stdout).Should().Be("end\n");
    }

    [TestMethod]
    public async Task An_input_that_the_program_does_not_read_is_normal()
    {
        var result = await _shell.RunAsync("exec 0<&-; echo done", input: new string('x', 1_000_000));

        Text(result.Stdout).Should().Be("done\n");
        result.Status.Succeeded.Should().BeTrue();
    }

    [TestMethod]
    public async Task A_broken_pipe_inside_a_script_ends_its_writer()
    {
        var result = await _shell.RunAsync("yes | head -n 1");

        Text(result.Stdout).Should().Be("y\n");
        Text(result.Stderr).Should().BeEmpty();
    }

    [TestMethod]
    public async Task More_descriptors_carry_more_inputs_and_outputs()
    {
        var inputs = new Dictionary<int, ReadOnlyMemory<byte>> { [4] = "question"u8.ToArray() };
        var outputs = new Dictionary<int, int> { [3] = 1000 };

        var result = await ProcessRunner.RunAsync(
            _shell.Script("cat <&4 >&3; echo log"), inputs, outputs, Shell.Long, CancellationToken.None);

        Text(result.Outputs[3]).Should().Be("question");
        Text(result.Stdout).Should().Be("log\n");
    }

    [TestMethod]
    public async Task Eight_runs_at_once_do_not_disturb_each_other()
    {
        var runs = Enumerable.Range(0, 8).Select(i => _shell.RunAsync($"cat; exit {i}", input: $"run {i}"));

        var results = await Task.WhenAll(runs);

        results.Select(r => r.Status.Code).Should().Equal(0, 1, 2, 3, 4, 5, 6, 7);
        results.Select(r => Text(r.Stdout)).Should().Equal(Enumerable.Range(0, 8).Select(i => $"run {i}"));
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
