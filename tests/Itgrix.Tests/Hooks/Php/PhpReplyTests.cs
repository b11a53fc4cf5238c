using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>What of a file's values and output is its reply.</summary>
[TestClass]
public sealed class PhpReplyTests
{
    private const string Hook = "process_final_params";
    private const string Reply = "array('state' => 'success', 'data' => array('phone' => '2'))";

    private static readonly Dictionary<string, TestHooks> Modes = [];

    [ClassInitialize]
    public static void Start(TestContext _)
    {
        foreach (var mode in Enum.GetValues<PhpModeKind>())
            Modes[$"{mode}"] = new(options => options with { Workers = 1, PhpMode = mode });
    }

    [ClassCleanup]
    public static void Stop()
    {
        foreach (var hooks in Modes.Values)
            hooks.Dispose();
    }

    public static IEnumerable<object[]> Rows() =>
        from mode in Enum.GetNames<PhpModeKind>()
        from code in new[]
        {
            $"return {Reply};",
            $"return json_encode({Reply});",
            $"return \"\\n\" . json_encode({Reply}, JSON_PRETTY_PRINT) . \"\\n\";",
            $"return (object) {Reply};",
            $"echo json_encode({Reply}); return array('asked', 'answered');",
            $"echo json_encode({Reply}); return array();",
            $"echo json_encode({Reply}); return array('rows' => 3);",
            $"echo json_encode({Reply}); return 'done';",
            $"echo json_encode({Reply}); return true;",
            $"echo json_encode({Reply}); exit;",
            $"exit(json_encode({Reply}));",
            $"$bad = false; exit($bad ? 2 : json_encode({Reply}));",
            $"echo '{{\"state\":\"success\",\"data\":{{\"phone\":\"9\"}}}}'; return {Reply};",
        }
        select new object[] { mode, code };

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task A_reply_counts_however_a_file_gives_it(string mode, string code)
    {
        var outcome = await Run(mode, code);

        outcome.Data!.ToJsonString().Should().Be("""{"phone":"2"}""", outcome.Reason);
    }

    [TestMethod]
    [DataRow("return 'all went well';", "nor printed a reply (it returned the text \"all went well\")")]
    [DataRow("echo 'words'; return 'more';", "neither returned nor printed a reply (it printed: words)")]
    [DataRow("return array('a', 'b');", "the reply is a list")]
    [DataRow("return array('rows' => 3);", "the reply has no 'state'")]
    [DataRow("$bad = true; exit($bad ? 2 : 'ok');", "ended with exit code 2")]
    [DataRow("exit(1 + 2);", "ended with exit code 3")]
    [DataRow("exit(true ? 4 : '');", "ended with exit code 4")]
    [DataRow("$codes = array('x' => 5); exit($codes['x'] ?? 'none');", "ended with exit code 5")]
    [DataRow("$f = function () { return 6; }; die($f());", "ended with exit code 6")]
    public async Task What_is_no_reply_is_said(string code, string words)
    {
        foreach (var mode in Modes.Keys)
            (await Run(mode, code)).Reason.Should().Contain(words, mode);
    }

    private static Task<HookOutcome> Run(string mode, string code)
    {
        Modes[mode].Write($"{Hook}.php", $"<?php {code}");
        return Modes[mode].Run(Hook, """{"phone": "1"}""");
    }
}
