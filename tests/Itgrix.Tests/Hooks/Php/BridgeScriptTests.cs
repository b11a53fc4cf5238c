using System.Text;
using System.Text.Json;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>The bridge by itself: a hook is a script under its path, from the bytes that came with the call.</summary>
[TestClass]
public sealed class BridgeScriptTests
{
    private readonly BridgeProcess _bridge = new();

    [TestCleanup]
    public void Clean() => _bridge.Dispose();

    [TestMethod]
    public void A_script_learns_the_same_of_itself_as_when_php_runs_it_alone()
    {
        var probe = Path.Combine(BridgeProcess.Fixtures, "probe.php");

        var bridged = _bridge.RunFile("probe.php");
        var alone = _bridge.RunAlone(probe);

        bridged.Printed.Should().Be(alone.Printed).And.Contain("\"is_main\":true");
        bridged.Diagnostics.Should().BeEmpty();
    }

    [TestMethod]
    public void The_bridge_adds_one_class_and_one_included_file()
    {
        var result = _bridge.RunFile("probe_classes.php");

        result.Returned.Should().Be("""{"classes":["ItgrixPhpBridge"],"files":["bridge.php","probe_classes.php"]}""");
    }

    [TestMethod]
    public void Shebang_strict_types_namespace_and_halt_compiler_work()
    {
        var result = _bridge.RunFile("all_of_a_script.php");

        result.Returned.Should().Be("""
            {"line":16,"namespace":"Customer\\Hooks/42","strict":"strict","tail":"what comes after the code\n"}
            """);
        result.Printed.Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("#!/usr/bin/php\n<?php return __LINE__;", "2", "")]
    [DataRow("#!/usr/bin/php\r\n<?php return __LINE__;", "2", "")]
    [DataRow("#!/usr/bin/php\n\n<?php return __LINE__;", "3", "\n")]
    [DataRow("#!/usr/bin/php\nText <?= __LINE__ ?>", "1", "Text 2")]
    [DataRow("#!/usr/bin/php", "1", "")]
    public void A_shebang_line_is_not_printed_and_counts_as_a_line(string code, string returned, string printed)
    {
        var result = _bridge.RunCode(code);

        result.Returned.Should().Be(returned);
        result.Printed.Should().Be(printed);
    }

    [TestMethod]
    [DataRow("<?php return array(;")]
    [DataRow("")]
    [DataRow(null)]
    public void The_source_that_came_with_the_call_runs_whatever_is_on_disk(string? onDisk)
    {
        var path = Path.Combine(_bridge.Folder, "hook.php");
        if (onDisk is not null)
            File.WriteAllText(path, onDisk);

        var result = _bridge.RunFile(path, source: "<?php return array(__FILE__, __DIR__);"u8.ToArray());

        JsonSerializer.Deserialize<string[]>(result.Returned).Should().Equal(path, _bridge.Folder);
    }

    [TestMethod]
    public void A_mistake_is_reported_under_the_real_path()
    {
        var path = Path.Combine(_bridge.Folder, "hook.php");
        File.WriteAllText(path, "<?php return 1;");

        var result = _bridge.RunFile(path, source: "<?php\n\nreturn array(;"u8.ToArray());

        result.Diagnostics.Trim().Should().EndWith($" in {path} on line 3");
    }

    [TestMethod]
    public void A_link_runs_as_the_file_that_it_points_to()
    {
        var link = Path.Combine(_bridge.Folder, "hook.php");
        File.CreateSymbolicLink(link, Path.Combine(BridgeProcess.Fixtures, "requires_library.php"));

        var result = _bridge.RunFile(link, """{"phone": "79001234567"}""");

        result.Returned.Should().Be("""{"state":"success","data":{"phone":"89001234567","once":"lib"}}""");
    }

    [TestMethod]
    public void The_file_system_is_PHPs_own_while_the_hook_runs()
    {
        var code = """
            <?php
            file_put_contents(__DIR__ . '/note.txt', 'noted');
            rename(__DIR__ . '/note.txt', __DIR__ . '/noted.txt');
            return array(
                file_get_contents('file://' . __DIR__ . '/noted.txt'),
                file_get_contents(__FILE__) === file_get_contents('hook.php'),
                count(glob(__DIR__ . '/*.txt')),
                unlink('noted.txt'),
                stream_get_meta_data(fopen(__FILE__, 'r'))['wrapper_type'],
            );
            """;

        _bridge.RunCode(code).Returned.Should().Be("""["noted",true,1,true,"plainfile"]""");
    }

    [TestMethod]
    public void An_opcode_cache_never_answers_for_another_source()
    {
        var path = Path.Combine(_bridge.Folder, "hook.php");
        File.WriteAllText(path, "<?php return 'on disk';");
        using var cached = new BridgeProcess
        {
            Options = ["-d", "opcache.enable_cli=1", "-d", "opcache.validate_timestamps=0",
                "-d", $"opcache.file_cache={_bridge.Folder}", "-d", "opcache.file_update_protection=0"],
        };

        cached.RunCode($"<?php return include '{path}';").Returned.Should().Be("\"on disk\"");
        foreach (var version in (string[])["1", "2"])
        {
            var source = Encoding.UTF8.GetBytes($"<?php return {version};");
            cached.RunFile(path, source: source).Returned.Should().Be(version);
        }
    }
}
