using System.Text;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Processes;

[TestClass]
public sealed class TrustedProgramTests
{
    private static readonly TrustedProgram Sh = new("sh", "Install dash.");

    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task A_trusted_program_gives_its_outputs_and_exit_code()
    {
        var result = await RunAsync("echo out; echo err >&2; exit 3");

        (result.ExitCode, Text(result.Output), Text(result.Errors)).Should().Be((3, "out\n", "err\n"));
    }

    [TestMethod]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["", " ", "a b", "\"", "'", "\\", "\\\"", "a\\", "b\\\\\" c", "$HOME *", "a\nb\tc", "ä€😀"];

        var result = await new TrustedProgram("printf", "").RunAsync(
            ["%s|", .. arguments], [], Shell.Long, CancellationToken.None);

        Text(result.Output).Should().Be(string.Join('|', arguments) + "|");
    }

    [TestMethod]
    public async Task Much_data_goes_through_a_trusted_program_both_ways_at_once()
    {
        var bytes = Some.Bytes(5_000_000);

        var result = await RunAsync("cat", input: bytes);

        result.Output.AsSpan().SequenceEqual(bytes).Should().BeTrue();
    }

    [TestMethod]
    public async Task A_trusted_program_need_not_read_its_input()
    {
        var result = await RunAsync("exec 0<&-; echo done", input: Some.Bytes(1_000_000));

        (result.ExitCode, Text(result.Output)).Should().Be((0, "done\n"));
    }

    [TestMethod]
    public async Task A_trusted_program_that_is_missing_is_named_with_what_to_install() =>
        (await FailureAsync(new("no-such-program", "Install it-cli."))).Message.Should().Match(
            "Cannot start 'no-such-program': No such file*PATH; install it or give its full path. Install it-cli.");

    [TestMethod]
    [DataRow("/no/such/program", "*There is no such file*")]
    [DataRow("/usr", "*It is a directory*")]
    [DataRow("plain", "*chmod +x*", "#!/bin/sh\n", false)]
    [DataRow("orphaned", "*first line (#!)*", "#!/no/such/interpreter\n")]
    [DataRow("bare", "*#!/bin/sh*", "echo hello\n")]
    public async Task A_trusted_program_that_cannot_start_says_why(
        string file, string expected, string? text = null, bool isExecutable = true)
    {
        var path = text is null ? file : Write(_folder.File(file), text, isExecutable);

        (await FailureAsync(new(path, "Install it."))).Message.Should().Match(expected);
    }

    [TestMethod]
    public async Task A_file_of_its_name_outside_of_PATH_is_not_taken_for_a_trusted_program()
    {
        var name = $"itgrix-{Guid.NewGuid():N}";
        foreach (var folder in (string[])[Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
        {
            var planted = Write(Path.Combine(folder, name), "#!/bin/sh\n", isExecutable: true);
            try
            {
                (await FailureAsync(new(name, "Install it."))).Message.Should().Contain("PATH");
            }
            finally
            {
                File.Delete(planted);
            }
        }
    }

    [TestMethod]
    public async Task A_trusted_program_past_its_timeout_is_killed_with_its_children()
    {
        var failure = await FailureAsync(Sh, _shell.Marked("sleep 3601 & sleep 3602"), TimeSpan.FromSeconds(0.5));

        failure.Message.Should().Be("'sh' did not end within 0.5 s and was killed.");
        Shell.Until(() => _shell.Survivors().Count == 0, "its children are dead");
    }

    [TestMethod]
    [DataRow("yes")]
    [DataRow("yes >&2")]
    public async Task A_trusted_program_that_writes_too_much_is_killed(string script)
    {
        var failure = await FailureAsync(Sh with { MaxOutput = 1000 }, _shell.Marked(script));

        failure.Message.Should().Be("'sh' wrote more than 1000 bytes and was killed.");
        Shell.Until(() => _shell.Survivors().Count == 0, "it is dead");
    }

    [TestMethod]
    public async Task A_trusted_program_may_write_just_its_maximum()
    {
        var result = await RunAsync("printf 1234; printf 5678 >&2", Sh with { MaxOutput = 4 });

        (Text(result.Output), Text(result.Errors)).Should().Be(("1234", "5678"));
    }

    [TestMethod]
    public async Task Cancellation_ends_a_trusted_program()
    {
        using var cancellation = new CancellationTokenSource();
        var run = Sh.RunAsync(["-c", _shell.Marked("sleep 3600; true")], [], Shell.Long, cancellation.Token);
        Shell.Until(() => _shell.Survivors().Count == 1, "it has started");

        await cancellation.CancelAsync();

        await run.Invoking(r => r).Should().ThrowAsync<OperationCanceledException>();
        Shell.Until(() => _shell.Survivors().Count == 0, "it is dead");
    }

    [TestMethod]
    public async Task A_cancelled_token_starts_no_trusted_program()
    {
        var run = new TrustedProgram("/no/such", "").RunAsync([], [], Shell.Long, new(canceled: true));

        await run.Invoking(r => r).Should().ThrowAsync<OperationCanceledException>();
    }

    [TestMethod]
    public async Task A_secret_is_withheld_from_a_trusted_program()
    {
        Environment.SetEnvironmentVariable("ITGRIX_TRUSTED_SECRET", "s3cret");
        Environment.SetEnvironmentVariable("ITGRIX_TRUSTED_OTHER", "known");
        ChildEnvironment.Withhold("ITGRIX_TRUSTED_SECRET");

        var result = await RunAsync("env");

        Text(result.Output).Should().Contain("ITGRIX_TRUSTED_OTHER=known").And.NotContain("ITGRIX_TRUSTED_SECRET");
    }

    [TestMethod]
    public async Task A_trusted_program_writes_no_core_file()
    {
        // The limit is set just after the start; without it the loop would go on to the timeout.
        var result = await RunAsync("while [ \"$(ulimit -c)\" != 0 ]; do :; done; ulimit -c");

        Text(result.Output).Should().Be("0\n");
    }

    private static Task<TrustedResult> RunAsync(string script, TrustedProgram? sh = null, byte[]? input = null) =>
        (sh ?? Sh).RunAsync(["-c", script], input ?? [], Shell.Long, CancellationToken.None);

    private static async Task<TrustedProgramException> FailureAsync(
        TrustedProgram program, string script = "true", TimeSpan? timeout = null)
    {
        var run = program.RunAsync(["-c", script], [], timeout ?? Shell.Long, CancellationToken.None);
        return (await run.Invoking(r => r).Should().ThrowAsync<TrustedProgramException>()).Which;
    }

    private static string Write(string path, string text, bool isExecutable)
    {
        File.WriteAllText(path, text);
        if (isExecutable)
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
