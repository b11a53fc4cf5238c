using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>PHP's settings change while the service runs.</summary>
[TestClass]
public sealed class ChangedPhpTests
{
    private const string Hook = "process_final_params";

    private TestHooks _hooks = null!;

    [TestCleanup]
    public void Stop() => _hooks.Dispose();

    [TestMethod]
    [DataRow("Warm")]
    [DataRow("Fork")]
    [DataRow("Process")]
    public async Task A_changed_php_ini_counts_from_the_next_call_on(string mode)
    {
        var ini = Start(Enum.Parse<PhpModeKind>(mode));
        (await Zone()).Should().Be("Asia/Tokyo");

        File.WriteAllText(ini, "date.timezone=Europe/Riga\n");

        (await Zone()).Should().Be("Europe/Riga");
    }

    [TestMethod]
    [DataRow("Warm")]
    [DataRow("Fork")]
    public async Task A_program_that_was_replaced_runs_the_next_call(string mode)
    {
        var ini = Start(Enum.Parse<PhpModeKind>(mode));
        (await Zone()).Should().Be("Asia/Tokyo");
        var other = ini + ".other";
        File.WriteAllText(other, "date.timezone=Europe/Riga\n");

        WriteProgram(other);

        (await Zone()).Should().Be("Europe/Riga");
    }

    [TestMethod]
    public async Task A_call_that_runs_meanwhile_is_served_to_its_end()
    {
        var ini = Start(PhpModeKind.Warm);
        var go = _hooks.PathOf("go");
        _hooks.Write("process_registration_params.php", $$"""
            <?php
            touch('{{go}}.begun');
            while (!file_exists('{{go}}')) usleep(1000);
            clearstatcache();
            return array('state' => 'success', 'data' => array('phone' => '1'));
            """);
        var running = _hooks.Run("process_registration_params", "{}");
        await Eventually.TrueAsync(() => File.Exists(go + ".begun"));

        File.WriteAllText(ini, "date.timezone=Europe/Riga\n");
        (await Zone()).Should().Be("Europe/Riga");
        File.WriteAllText(go, "");

        (await running).KindName.Should().Be("applied", (await running).Reason);
    }

    /// <summary>A php with a php.ini of the test; returns its path.</summary>
    private string Start(PhpModeKind mode)
    {
        _hooks = new(options => options with
        {
            Php = Path.Combine(Path.GetDirectoryName(options.Cache)!, "php"), PhpMode = mode, Workers = 2,
        });
        var ini = Path.Combine(_hooks.Folder, "php.ini");
        File.WriteAllText(ini, "date.timezone=Asia/Tokyo\n");
        WriteProgram(ini);
        _hooks.Write($"{Hook}.php",
            "<?php return array('state' => 'success', 'data' => array('zone' => date_default_timezone_get()));");
        return ini;
    }

    // Perl, because a shell adds PWD to the environment, and workers must have the same as the command line.
    private void WriteProgram(string ini)
    {
        var program = Path.Combine(_hooks.Folder, "php");
        var text = $"#!/usr/bin/perl\nexec 'php', '-c', '{ini}', @ARGV;\n";
        File.WriteAllText(program + ".new", text);
        File.SetUnixFileMode(
            program + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(program + ".new", program, overwrite: true);
    }

    private async Task<string?> Zone()
    {
        var outcome = await _hooks.Run(Hook, "{}");
        outcome.KindName.Should().Be("applied", outcome.Reason);
        return (string?)outcome.Data!["zone"];
    }
}
