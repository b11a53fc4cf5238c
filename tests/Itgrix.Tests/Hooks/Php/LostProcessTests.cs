using System.Diagnostics;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>
/// Processes of one call that are lost, forked or started, and fork servers that are: as with workers, the call is
/// made again only if none of it can have run.
/// </summary>
[TestClass]
public sealed class LostProcessTests
{
    private const string Hook = "process_final_params";
    private const string Dies = "posix_kill(getmypid(), 9); sleep(9);";

    private TestHooks _hooks = null!;

    public static IEnumerable<object[]> Modes =>
        [[nameof(PhpModeKind.Fork)], [nameof(PhpModeKind.Process)]];

    [TestCleanup]
    public void Stop() => _hooks.Dispose();

    [TestMethod]
    [DynamicData(nameof(Modes))]
    public async Task A_call_that_its_dead_process_had_not_read_is_made_again(string mode)
    {
        await Start(mode);
        BeforeTheCallIsRead($"unlink('{FileOf("armed.php")}'); {Dies}");

        var outcome = await Run("{}");

        outcome.KindName.Should().Be("applied", outcome.Reason);
        Count("runs").Should().Be(1);
        File.Exists(FileOf("armed.php")).Should().BeFalse("a process has died");
    }

    [TestMethod]
    [DynamicData(nameof(Modes))]
    public async Task A_call_that_no_process_reads_is_tried_twice_and_fails_open(string mode)
    {
        await Start(mode);
        BeforeTheCallIsRead($"file_put_contents('{FileOf("deaths")}', 'x', FILE_APPEND); {Dies}");

        var outcome = await Run("{}");

        outcome.Reason.Should().Contain("SIGKILL");
        Count("deaths").Should().Be(2);
        Count("runs").Should().Be(0);
    }

    [TestMethod]
    [DynamicData(nameof(Modes))]
    public async Task A_call_of_which_its_process_read_a_byte_is_not_run_again(string mode)
    {
        await Start(mode);
        BeforeTheCallIsRead($$"""
            file_put_contents('{{FileOf("deaths")}}', 'x', FILE_APPEND);
            stream_wrapper_restore('php');
            $in = fopen('php://fd/4', 'rb');
            stream_set_read_buffer($in, 0);
            fread($in, 1);
            {{Dies}}
            """);

        var outcome = await Run("{}");

        outcome.Reason.Should().Contain("SIGKILL");
        Count("deaths").Should().Be(1);
        Count("runs").Should().Be(0);
    }

    [TestMethod]
    [DynamicData(nameof(Modes))]
    public async Task A_hook_that_its_process_dies_of_is_not_run_again(string mode)
    {
        await Start(mode);

        var outcome = await Run("""{"dies": true}""");

        outcome.Reason.Should().Contain("SIGKILL");
        Count("runs").Should().Be(1);
    }

    [TestMethod]
    [DataRow("", DisplayName = "before it forks")]
    [DataRow("if (fork() == 0) { sleep 1; exit }", DisplayName = "after a child has what belongs to the call")]
    public async Task A_fork_server_that_dies_with_a_call_costs_no_call(string before)
    {
        await Start(nameof(PhpModeKind.Fork));
        // A server that takes the message and dies.
        File.WriteAllText(FileOf("server.pl"), $$"""
            open my $control, '+<&=', 3;
            recv($control, my $message, 65536, 0);
            open my $deaths, '>>', '{{FileOf("deaths")}}';
            print $deaths 'x';
            close $deaths;
            {{before}}
            kill 9, $$;
            """);
        var server = int.Parse(File.ReadAllText(FileOf("server")));
        Process.GetProcessById(server).Kill();
        await Eventually.TrueAsync(() => ProcessEntry.Find(server) is null or { IsZombie: true });

        var outcome = await Run("{}");

        outcome.KindName.Should().Be("applied", outcome.Reason);
        Count("deaths").Should().Be(1);
        Count("runs").Should().Be(1);
    }

    // A php in which the test can run code before the call is read, and stand in for the fork server.
    private async Task Start(string mode)
    {
        _hooks = new(options => options with
        {
            PhpMode = Enum.Parse<PhpModeKind>(mode), Timeout = TimeSpan.FromSeconds(60),
            Php = Path.Combine(Path.GetDirectoryName(options.Cache)!, "php"),
        });
        File.WriteAllText(FileOf("php"), $$"""
            #!/usr/bin/perl
            if ($ARGV[-1] eq 'fork') {
                do '{{FileOf("server.pl")}}';
                open my $id, '>', '{{FileOf("server")}}';
                print $id $$;
                close $id;
            }
            exec '/usr/bin/php', '-d', 'auto_prepend_file={{FileOf("first.php")}}', @ARGV;
            """);
        File.SetUnixFileMode(
            FileOf("php"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(FileOf("first.php"), $$"""
            <?php
            final class FirstStream
            {
                public $context;
                private $stream;

                function stream_open($path, $mode)
                {
                    if (is_file('{{FileOf("armed.php")}}'))
                        include '{{FileOf("armed.php")}}';
                    stream_wrapper_restore('php');

                    return (bool) $this->stream = fopen($path, $mode);
                }

                function stream_read($count) { return fread($this->stream, $count); }

                function stream_eof() { return feof($this->stream); }
            }
            stream_wrapper_unregister('php');
            stream_wrapper_register('php', 'FirstStream');
            """);
        _hooks.Write($"{Hook}.php", $$"""
            <?php
            file_put_contents('{{FileOf("runs")}}', 'x', FILE_APPEND);
            if (isset($params['dies'])) { {{Dies}} }
            return array('state' => 'success', 'data' => array('phone' => '1'));
            """);
        (await Run("{}")).KindName.Should().Be("applied");
        File.Delete(FileOf("runs"));
    }

    private Task<HookOutcome> Run(string input) => _hooks.Run(Hook, input);

    private void BeforeTheCallIsRead(string code) => File.WriteAllText(FileOf("armed.php"), "<?php " + code);

    private string FileOf(string name) => Path.Combine(_hooks.Folder, name);

    private long Count(string name) => File.Exists(FileOf(name)) ? new FileInfo(FileOf(name)).Length : 0;
}
