using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>
/// Workers that are lost between calls, or during a call: the call is retried only if none of it can have run.
/// </summary>
[TestClass]
public sealed class LostWorkerTests
{
    private const string Hook = "process_final_params";
    private const string Dies = "posix_kill(('get' . 'mypid')(), 9); sleep(9);";

    private TestHooks _hooks = null!;

    /// <summary>A php-cgi in which a file of the test runs before each call is read.</summary>
    [TestInitialize]
    public async Task Start()
    {
        _hooks = new(options => options with
        {
            Workers = 1, Timeout = TimeSpan.FromSeconds(60),
            PhpCgi = Path.Combine(Path.GetDirectoryName(options.Cache)!, "php-cgi"),
        });
        var program = Path.Combine(_hooks.Folder, "php-cgi");
        // Perl, because a shell adds PWD to the environment, and workers must have the same as the command line.
        File.WriteAllText(
            program, $"#!/usr/bin/perl\nexec 'php-cgi', '-d', 'auto_prepend_file={FileOf("first.php")}', @ARGV;\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(
            FileOf("first.php"), $"<?php if (is_file('{FileOf("armed.php")}')) include '{FileOf("armed.php")}';");
        _hooks.Write($"{Hook}.php", $$"""
            <?php
            file_put_contents('{{FileOf("runs")}}', 'x', FILE_APPEND);
            if (isset($params['dies'])) { {{Dies}} }
            return array('state' => 'success', 'data' => array('id' => ('get' . 'mypid')()));
            """);
        await Run("{}");
        File.Delete(FileOf("runs"));
    }

    [TestCleanup]
    public void Stop() => _hooks.Dispose();

    [TestMethod]
    public async Task A_worker_that_is_killed_while_it_waits_costs_no_call()
    {
        var before = Process(await Run("{}"));

        System.Diagnostics.Process.GetProcessById(before).Kill();

        Process(await Run("{}")).Should().NotBe(before);
    }

    [TestMethod]
    public async Task A_connection_that_is_closed_while_its_worker_waits_costs_no_call()
    {
        var before = Process(await Run("{}"));

        CloseConnection(before);

        Process(await Run("{}")).Should().NotBe(before);
    }

    [TestMethod]
    public async Task A_call_that_its_dead_worker_had_not_read_is_retried_in_another()
    {
        BeforeEachCall($"unlink(__FILE__); {Dies}");

        var outcome = await Run("{}");

        outcome.KindName.Should().Be("applied", outcome.Reason);
        Count("runs").Should().Be(1);
        File.Exists(FileOf("armed.php")).Should().BeFalse("a worker has died");
    }

    [TestMethod]
    public async Task A_call_that_no_worker_reads_is_tried_twice_and_fails_open()
    {
        BeforeEachCall($"file_put_contents('{FileOf("deaths")}', 'x', FILE_APPEND); {Dies}");

        var outcome = await Run("{}");

        outcome.Reason.Should().Contain("SIGKILL");
        Count("deaths").Should().Be(2);
        Count("runs").Should().Be(0);
    }

    [TestMethod]
    public async Task A_call_of_which_its_worker_read_a_byte_is_not_run_again()
    {
        BeforeEachCall($"$in = fopen('php://stdin', 'rb'); stream_set_read_buffer($in, 0); fread($in, 1); {Dies}");

        var outcome = await Run("{}");

        outcome.Reason.Should().Contain("SIGKILL");
        Count("runs").Should().Be(0);
    }

    [TestMethod]
    public async Task A_hook_that_its_worker_dies_of_is_not_run_again()
    {
        var outcome = await Run("""{"dies": true}""");

        outcome.Reason.Should().Contain("SIGKILL");
        Count("runs").Should().Be(1);
    }

    private Task<HookOutcome> Run(string input) => _hooks.Run(Hook, input);

    private void BeforeEachCall(string code) => File.WriteAllText(FileOf("armed.php"), "<?php " + code);

    private string FileOf(string name) => Path.Combine(_hooks.Folder, name);

    private long Count(string name) => File.Exists(FileOf(name)) ? new FileInfo(FileOf(name)).Length : 0;

    private static int Process(HookOutcome outcome) =>
        (int)(outcome.Data?["id"] ?? throw new InvalidOperationException(outcome.Reason));

    // From the worker's side: its own descriptor of the connection, shut down.
    private static void CloseConnection(int process)
    {
        const int pidFdOpen = 434, pidFdGetFd = 438;
        var listening = File.ReadLines("/proc/net/unix")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts[3] == "00010000").Select(parts => $"socket:[{parts[6]}]").ToHashSet();
        var connection = Directory.GetFiles($"/proc/{process}/fd")
            .Single(path => new FileInfo(path).LinkTarget is { } target
                && target.StartsWith("socket:", StringComparison.Ordinal)
                && !listening.Contains(target));
        using var pidFd = new SafeFileHandle(SystemCall(pidFdOpen, process, 0, 0), ownsHandle: true);
        var theirs = SystemCall(pidFdGetFd, pidFd.DangerousGetHandle(),
            int.Parse(Path.GetFileName(connection), CultureInfo.InvariantCulture), 0);
        ((int)theirs).Should().BePositive(Marshal.GetLastPInvokeErrorMessage());
        using var socket = new Socket(new SafeSocketHandle(theirs, ownsHandle: true));
        socket.Shutdown(SocketShutdown.Both);
    }

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint SystemCall(nint number, nint first, nint second, nint third);
}
