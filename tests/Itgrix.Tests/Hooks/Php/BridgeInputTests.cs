namespace Itgrix.Tests.Hooks.Php;

/// <summary>The bridge by itself: how a call reaches a hook, as $params and on standard input.</summary>
[TestClass]
public sealed class BridgeInputTests
{
    private readonly BridgeProcess _bridge = new();

    [TestCleanup]
    public void Clean() => _bridge.Dispose();

    [TestMethod]
    [DataRow("9007199254740993", "9007199254740993")]
    [DataRow("9223372036854775807", "9223372036854775807")]
    [DataRow("-9223372036854775808", "-9223372036854775808")]
    [DataRow("9223372036854775808", "9.223372036854776e+18")]
    [DataRow("123456789012345678901234567890", "1.2345678901234568e+29")]
    [DataRow("1.0", "1")]
    [DataRow("1.10", "1.1")]
    [DataRow("1e3", "1000")]
    [DataRow("0.1234567890123456789", "0.12345678901234568")]
    [DataRow("-0.0", "-0")]
    [DataRow("1e400", "1e999")]
    [DataRow("-1e400", "-1e999")]
    public void A_number_comes_back_as_PHP_knows_it(string number, string expected) =>
        _bridge.RunCode("<?php return $params['n'];", $$"""{"n": {{number}}}""").Returned.Should().Be(expected);

    [TestMethod]
    [DataRow("""{"name":"Ёлкин Пётр","flower":"🌼"}""")]
    [DataRow("""{"path":"/var/spool/a.wav","url":"https://a/b?c=d&e=f"}""")]
    [DataRow("""{"quotes":"\"\\\t\n","line":"\u2028","zero":"\u0000"}""")]
    [DataRow("""{"":"empty key","5":"number key","null":null,"no":false}""")]
    [DataRow("""{"a":[],"b":[[1,2],{"c":"d"}]}""")]
    public void An_input_keeps_its_text_and_structure_through_PHP(string json) =>
        _bridge.RunCode("<?php return $params;", json).Returned.Should().Be(json);

    [TestMethod]
    public void An_empty_object_becomes_an_empty_array_as_always_in_PHP()
    {
        var result = _bridge.RunCode("<?php return $params;", """{"object": {}, "list": [], "numbered": {"0": 1}}""");

        result.Returned.Should().Be("""{"object":[],"list":[],"numbered":[1]}""");
    }

    [TestMethod]
    public void Params_are_global_like_any_variable_of_the_main_script()
    {
        var code = """
            <?php
            return phone();
            function phone()
            {
                global $params;
                return $params['phone'] . $GLOBALS['params']['phone'];
            }
            """;

        var result = _bridge.RunCode(code, """{"phone": "101"}""");

        result.Returned.Should().Be("\"101101\"");
    }

    [TestMethod]
    [DataRow("stream_get_contents(STDIN)")]
    [DataRow("file_get_contents('php://stdin')")]
    [DataRow("implode('', file('php://stdin'))")]
    [DataRow("fgets(STDIN) . '|' . fgets(STDIN) . '|' . json_encode(fgets(STDIN))")]
    [DataRow("fread(fopen('php://stdin', 'r'), 5) . '|' . json_encode(feof(STDIN))")]
    [DataRow("file_get_contents('php://stdin') . '|' . json_encode(file_get_contents('php://stdin'))")]
    [DataRow("stream_get_contents(STDIN) . '|' . json_encode(array(stream_get_contents(STDIN), feof(STDIN)))")]
    [DataRow("shell_exec('cat')")]
    public void A_PHP_file_reads_its_call_from_standard_input_in_any_way(string reading)
    {
        const string input = "{\"phone\": \"+79001234567\",\n\"name\": \"Анна 🌼\"}\n";
        var code = $"<?php echo {reading};";

        var bridged = _bridge.RunCode(code, input);
        var alone = _bridge.RunAlone(Path.Combine(_bridge.Folder, "hook.php"), input);

        bridged.Printed.Should().Be(alone.Printed).And.Contain("{\"ph");
    }

    [TestMethod]
    [DataRow("{\"phone\": ", "Syntax error")]
    [DataRow("", "Syntax error")]
    [DataRow("{\"name\": \"\\ud83d\"}", "surrogate")]
    public void Input_that_is_no_json_is_an_error_and_the_hook_does_not_run(string input, string why)
    {
        var result = _bridge.RunCode("<?php echo 'ran';", input);

        result.Error.Should().StartWith("the input is not valid JSON: ").And.Contain(why);
        result.Printed.Should().BeEmpty();
        result.ExitCode.Should().Be(2);
    }

    [TestMethod]
    public void A_large_call_and_a_large_hook_go_through_whole()
    {
        var comment = new string('я', 300_000);
        var code = $"<?php /* {comment} */ return array(strlen($params['text']), '{comment}');";
        var input = $$"""{"text": "{{new string('x', 2_000_000)}}"}""";

        _bridge.RunCode(code, input).Returned.Should().Be($"[2000000,\"{comment}\"]");
    }

    [TestMethod]
    public void A_deep_call_goes_through_whole()
    {
        var deep = new string('[', 4000) + new string(']', 4000);

        _bridge.RunCode("<?php return $params;", deep).Returned.Should().Be(deep);
    }

    [TestMethod]
    [DataRow("", "started by the Itgrix runtime")]
    [DataRow("4</dev/null", "started by the Itgrix runtime")]
    [DataRow("4<\"$IN\"", "40 bytes too early")]
    public void The_bridge_started_by_hand_explains_how_to_run_a_hook(string redirections, string expected)
    {
        var header = """{"file": "/hook.php", "source_bytes": 50, "params_bytes": 2}""";
        File.WriteAllText(Path.Combine(_bridge.Folder, "in"), header + "\n<?php ret!");

        var result = _bridge.RunByHand(redirections);

        result.Diagnostics.Should().StartWith("bridge.php: ").And.Contain(expected);
        result.ExitCode.Should().Be(2);
    }
}
