using Itgrix.Tests.Hooks.Php;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>The bridge by itself: a hook's return value, output or crash, and its message to the runtime.</summary>
[TestClass]
public sealed class BridgeTests
{
    private const string Call = """
        {"phone": "+79001234567", "duration": 65, "call_stage": "call_ended",
         "call_full": {"channel": {"trunk": {"base": "4951234567"}, "from": {"base": "9001234567"}}}}
        """;

    private readonly BridgeProcess _bridge = new();

    [TestCleanup]
    public void Clean() => _bridge.Dispose();

    [TestMethod]
    public void A_hook_that_returns_an_array_replies_with_it()
    {
        var result = _bridge.RunFile("returns_array.php", Call);

        result.Returned.Should().Be("""{"state":"success","data":{"phone":"+79001234567","trunk":"4951234567"}}""");
        result.ExitCode.Should().Be(0);
        result.Printed.Should().BeEmpty();
        result.Diagnostics.Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("reads_stdin_and_echoes.php", """{"data":{"result":false},"state":"success"}""")]
    [DataRow("uses_params_and_echoes.php", """{"state":"success","data":{"phone":"89001234567"}}""")]
    public void A_hook_that_echoes_its_reply_is_passed_on_as_printed(string file, string printed)
    {
        var result = _bridge.RunFile(file, Call);

        result.Printed.Should().Be(printed);
        result.Returned.Should().Be("1", "PHP says 1 for a file that returns nothing");
    }

    [TestMethod]
    [DataRow("conversation_requested", 65, "true")]
    [DataRow("call_ended", 65, "true")]
    [DataRow("call_ended", 5, "false")]
    public void A_hook_may_return_early_and_keep_its_functions_below(string stage, int duration, string expected)
    {
        var input = $$"""{"call_stage": "{{stage}}", "duration": {{duration}}}""";

        var result = _bridge.RunFile("returns_early.php", input);

        result.Returned.Should().Be($$$"""{"state":"success","data":{"result":{{{expected}}}}}""");
    }

    [TestMethod]
    public void A_library_beside_the_hook_is_found()
    {
        var result = _bridge.RunFile("requires_library.php", Call);

        result.Returned.Should().Be("""{"state":"success","data":{"phone":"89001234567","once":"lib"}}""");
    }

    [TestMethod]
    public void Prints_and_notices_leave_the_reply_alone()
    {
        var result = _bridge.RunFile("noisy.php", Call);

        result.Returned.Should().Be("""{"state":"success","data":{"result":null}}""", "$result was never set");
        result.Printed.Should().Contain("a debugging print").And.Contain("Undefined variable $result");
    }

    [TestMethod]
    public void Notices_go_to_the_diagnostics()
    {
        var result = _bridge.RunCode("<?php return array('data' => array('result' => $result));");

        result.Returned.Should().Be("""{"data":{"result":null}}""");
        result.Printed.Should().BeEmpty();
        result.Diagnostics.Should().Contain("$result").And.Contain($"{_bridge.Folder}/hook.php on line 1");
    }

    [TestMethod]
    [DataRow("exit;", 0, "", "")]
    [DataRow("exit(3);", 3, "", "")]
    [DataRow("die('no such trunk');", 0, "no such trunk", "")]
    [DataRow("nope();", 255, "", "Call to undefined function nope() in ")]
    [DataRow("throw new LogicException('no trunk');", 255, "", "Uncaught LogicException: no trunk in ")]
    [DataRow("trigger_error('broken', E_USER_ERROR);", 255, "", "Fatal error: broken in ")]
    [DataRow("return array(;", 255, "", "syntax error, unexpected token \";\"")]
    [DataRow("require 'gone.php';", 255, "", "Failed opening required 'gone.php'")]
    [DataRow("$text = 'x'; while (true) { $text .= $text; }", 255, "", "Allowed memory size of")]
    public void A_hook_that_ends_the_process_has_no_reply(string code, int exitCode, string printed, string diagnostics)
    {
        using var bridge = new BridgeProcess { Options = ["-d", "memory_limit=64M"] };

        var result = bridge.RunCode("<?php\n" + code);

        result.Frame.Should().BeEmpty();
        result.ExitCode.Should().Be(exitCode);
        result.Printed.Should().Be(printed);
        (result.Diagnostics + '.').Should().ContainAll(diagnostics, ".");
        if (exitCode == 255)
            result.Diagnostics.Should().Contain("hook.php").And.MatchRegex(@"(:| on line )2\b");
    }

    [TestMethod]
    public void Code_that_runs_after_the_return_runs_as_usual()
    {
        var result = _bridge.RunCode(
            "<?php register_shutdown_function(function () { echo 'after'; exit(4); }); return array('data' => 1);");

        result.Returned.Should().Be("""{"data":1}""");
        result.Printed.Should().Be("after");
        result.ExitCode.Should().Be(4);
    }

    [TestMethod]
    [DataRow("1", "1")]
    [DataRow("true", "true")]
    [DataRow("null", "null")]
    [DataRow("'text'", "\"text\"")]
    [DataRow("array()", "[]")]
    [DataRow("array(1 => 'a', 2 => 'b')", """{"1":"a","2":"b"}""")]
    [DataRow("new stdClass", "{}")]
    [DataRow("(object) array('state' => 'success')", """{"state":"success"}""")]
    [DataRow("new ArrayObject(array('a' => 1))", """{"a":1}""")]
    [DataRow("array(INF, array('n' => -INF), NAN)", """[1e999,{"n":-1e999},null]""")]
    [DataRow("array(new ArrayObject(array('a' => 1)), INF)", """[{"a":1},1e999]""")]
    [DataRow("array(0.1, 1.0, -0.0, 1e25)", "[0.1,1,-0,1.0e+25]")]
    [DataRow("array('path' => 'a/b\"\\\\', 'line' => \"\\n\")", """{"path":"a/b\"\\","line":"\n"}""")]
    public void Any_value_of_the_file_is_its_reply(string value, string expected)
    {
        var result = _bridge.RunCode($"<?php ini_set('serialize_precision', 3); return {value};");

        result.Returned.Should().Be(expected);
    }

    [TestMethod]
    [DataRow("array('data' => array('NAME' => \"\\xC0\\xED\\xED\\xE0\"))", "invalid UTF-8 in data.NAME ")]
    [DataRow("array('data' => array(\"\\xC0\" => 1))", "invalid UTF-8 in a key of data ")]
    [DataRow("\"\\xC0\"", "invalid UTF-8 in the returned value ")]
    [DataRow("array('data' => array('file' => fopen('php://memory', 'r')))", "a resource in data.file")]
    [DataRow("call_user_func(function () { $a = array(1); $a['me'] = &$a; return $a; })", "me.me.me")]
    [DataRow("call_user_func(function () { $a = new stdClass; $a->me = $a; return $a; })", "contains itself")]
    [DataRow("array('list' => array(1, new Angry))", "out of order")]
    public void A_value_that_has_no_json_is_an_error_that_names_the_place(string value, string expected)
    {
        var result = _bridge.RunCode($$"""
            <?php
            final class Angry implements JsonSerializable {
                public function jsonSerialize(): mixed { throw new RuntimeException('out of order'); }
            }
            return {{value}};
            """);

        result.Error.Should().StartWith("the returned value cannot be sent as JSON: ").And.Contain(expected);
        result.ExitCode.Should().Be(0);
    }

    [TestMethod]
    public void The_bridge_uses_no_syntax_newer_than_PHP_5_4()
    {
        var bridge = Path.Combine(BridgeProcess.Root, "php-compat", "bridge.php");
        var code = $$"""
            <?php
            $newer = array('T_COALESCE', 'T_COALESCE_EQUAL', 'T_SPACESHIP', 'T_ELLIPSIS', 'T_POW', 'T_FN', 'T_MATCH',
                'T_FINALLY', 'T_YIELD', 'T_YIELD_FROM', 'T_NULLSAFE_OBJECT_OPERATOR', 'T_ATTRIBUTE', 'T_ENUM',
                'T_READONLY', 'T_DECLARE');
            $found = array();
            $before = null;
            foreach (token_get_all(file_get_contents('{{bridge}}')) as $token) {
                $name = is_array($token) ? token_name($token[0]) : $token;
                if ($name === 'T_WHITESPACE') {
                    continue;
                }
                $foreign = $name === 'T_CLASS' && $before === 'T_DOUBLE_COLON';
                if (in_array($name, $newer) || $foreign) {
                    $found[] = $name . ' on line ' . (is_array($token) ? $token[2] : '?');
                }
                $before = $name;
            }

            foreach ((new ReflectionClass('ItgrixPhpBridge'))->getMethods() as $method) {
                foreach (array_merge(array($method->getReturnType()), $method->getParameters()) as $part) {
                    if ($part instanceof ReflectionParameter ? $part->getType() : $part) {
                        $found[] = 'a type in ' . $method->name;
                    }
                }
            }

            return $found;
            """;

        _bridge.RunCode(code).Returned.Should().Be("[]");
    }
}
