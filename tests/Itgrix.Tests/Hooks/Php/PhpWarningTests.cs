using System.Text;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>What <c>check</c> says of a file that parses and yet does not do what its author meant.</summary>
[TestClass]
public sealed class PhpWarningTests
{
    private static readonly TemporaryFolder Folder = new();
    private static PhpEngine engine = null!;

    [ClassInitialize]
    public static void Start(TestContext _) => engine = new(new() { Workers = 1, Cache = Folder.File("cache") });

    [ClassCleanup]
    public static void Stop()
    {
        engine.Dispose();
        Folder.Dispose();
    }

    [TestMethod]
    [DataRow("<?php\nwhile (list($a, $b) = each($params)) { }", 2, "each() is gone since PHP 8.0")]
    [DataRow("<?php\n\n$link = mysql_connect('localhost');", 3, "mysql_connect() is gone since PHP 7.0")]
    [DataRow("<?php\n$f = create_function('$a', 'return $a;');", 2, "create_function() is gone")]
    [DataRow("<?php\nif (ereg('x', 'y')) { }", 2, "ereg() is gone")]
    [DataRow("<?php\nsnmpget('h', 'c', 'o');\nimap_open('a', 'b', 'c');", 3, "no function imap_open() here")]
    [DataRow("<?php\nreturn my_own_helper($params);", 2, "no function my_own_helper() here")]
    [DataRow("<?php\nnamespace Mine;\n$client = new \\SoapClient('x');", 3, "no class \\SoapClient here")]
    [DataRow("<?php\n$mode = Redis::MULTI;", 2, "no class Redis here")]
    [DataRow("text\n<? echo 1; ?>\n<?php return 1;", 2, "what follows \"<?\" is printed")]
    [DataRow("<?\nreturn array('state' => 'success');", 1, "what follows \"<?\" is printed")]
    public async Task A_file_that_this_PHP_does_not_run_as_meant_is_warned_about(string text, int line, string words)
    {
        var warnings = await Check(Encoding.UTF8.GetBytes(text));

        warnings.Should().ContainSingle(one => one.Line == line && one.Text.Contains(words))
            .Which.ToString().Should().Contain($"({line},1): warning ITX012: ");
    }

    [TestMethod]
    public async Task A_text_in_another_encoding_is_warned_about()
    {
        var warnings = await Check([.. "<?php\n// "u8, 0xef, 0xf0, .. "\n$name = '"u8, 0xef, 0xf0, .. "';"u8]);

        warnings.Should().ContainSingle().Which.Should().Match<ScriptMessage>(
            one => one.Line == 3 && one.Text.Contains("not UTF-8") && one.Text.Contains("iconv"));
    }

    [TestMethod]
    [DataRow("<?php\nif (function_exists('yaml_parse')) { yaml_parse('x'); }")]
    [DataRow("<?php\nfunction own() { return 1; }\nclass A { function each() { } static function split() { } }\n"
        + "own(); (new A)->each(); A::split();")]
    [DataRow("<?php\nrequire $params['lib'];\nfrom_the_library();")]
    [DataRow("<?php\nif (class_exists('Redis')) { new Redis; }")]
    [DataRow("<?php\nnamespace Mine;\nuse Other\\Redis;\nfunction each($x) { }\neach(1); \\strlen('x');")]
    [DataRow("<?php\n$привет = 'Привет'; ?>\n<?xml version=\"1.0\"?>\n<?= 1 ?>")]
    [DataRow("#!/usr/bin/php\n<?php return 1;")]
    public async Task A_file_that_runs_as_meant_is_not_warned_about(string text)
    {
        (await Check(Encoding.UTF8.GetBytes(text))).Should().BeEmpty();
    }

    private static async Task<List<ScriptMessage>> Check(byte[] text)
    {
        var file = Folder.File("need_registration.php");
        File.WriteAllBytes(file, text);
        var messages = await engine.Check(file, CancellationToken.None);
        messages.Should().NotContain(message => message.IsError);
        return [.. messages.Where(message => message.Code == "ITX012")];
    }
}
