using System.Text.Json.Nodes;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>
/// Numbers that a file computes go out as PHP's own json_encode writes them, in both modes and both forms.
/// </summary>
[TestClass]
public sealed class ComputedNumberTests
{
    private const string Hook = "process_final_params";
    private const string Input =
        """{"phone": "102.7", "rate": 1.0, "list": [1.0, 2.5], "raw": {"deep": [{"n": 3.0}]}}""";

    private static readonly string[] Values =
    [
        "round(105.2)", "round(105.25, 1)", "round(-0.3)", "ceil(4.1)",
        "floor(-7.5)", "5 * 1.0", "105.0", "-105.0", "0.0", "-0.0",
        "10 / 2", "10 / 4", "2 ** 53",
        "2.0 ** 53", "2.0 ** 63", "PHP_INT_MAX", "PHP_INT_MAX + 1", "1e14", "1e15", "1e16", "1e17", "1e18",
        "1e25", "-1e25", "123456789012345678.0", "79001234567.0", "1732160400.0",
        "1732160400123.0", "0.1 + 0.2", "1e-7", "1.5e300",
        "array(1.0, 2.5, -3.0)",
        "array('a' => array('b' => array(4.0)))", "(object) array('n' => 6.0)", "new ArrayObject(array(7.0))",
        "array('id' => 8.0, '1' => 9.0)",
        "'5.0'", "(string) 5.0", "(float) '12'", "array_sum(array(1.5, 1.5))", "floor(microtime(true))",
        "fdiv(6, 3)", "intdiv(6, 3)",
        "number_format(5.0, 1)", "json_decode('{\"n\": 11.0}')", "json_decode('11.0')", "abs(-12.0)", "max(1, 2.0)",
    ];

    private static readonly TestHooks[] Modes =
        [.. Enum.GetValues<PhpModeKind>().Select(
            mode => new TestHooks(options => options with { PhpMode = mode, Timeout = TimeSpan.FromSeconds(60) }))];

    [ClassCleanup]
    public static void Stop()
    {
        foreach (var hooks in Modes)
            hooks.Dispose();
    }

    [TestMethod]
    [DataRow("return $reply;")]
    [DataRow("echo json_encode($reply);")]
    [DataRow("ini_set('serialize_precision', 5); ini_set('precision', 3); return $reply;")]
    [DataRow("$reply['data']['infinite'] = INF; return (object) $reply;")]
    public async Task A_number_that_a_file_computes_goes_out_as_json_encode_writes_it(string ending)
    {
        var list = string.Join(", ", Values.Where(value => !value.Contains("microtime")));
        var expected = await Printed($"echo json_encode(array({list}));");

        foreach (var hooks in Modes)
        {
            hooks.Write($"{Hook}.php",
                $"<?php $reply = array('state' => 'success', 'data' => array('numbers' => array({list}))); {ending}");
            var outcome = await hooks.Run(Hook, Input);

            outcome.Data!["numbers"]!.ToJsonString().Should().Be(Plain(expected), outcome.Reason);
        }
    }

    [TestMethod]
    [DataRow("$params['list'][] = 9.0; $params['added'] = 5.0;",
        """{"phone":"102.7","rate":1.0,"list":[1.0,2.5,9],"raw":{"deep":[{"n":3.0}]},"added":5}""")]
    [DataRow("$params['rate'] += 1; $params['raw']['deep'][0]['m'] = 4.0;",
        """{"phone":"102.7","rate":2,"list":[1.0,2.5],"raw":{"deep":[{"n":3.0,"m":4}]}}""")]
    [DataRow("$params['phone'] = ceil($params['phone']);",
        """{"phone":103,"rate":1.0,"list":[1.0,2.5],"raw":{"deep":[{"n":3.0}]}}""")]
    public async Task Unchanged_numbers_beside_a_computed_one_keep_the_form_of_the_input(string code, string expected)
    {
        foreach (var ending in new[] { "return $reply;", "echo json_encode($reply);" })
        {
            foreach (var hooks in Modes)
            {
                hooks.Write(
                    $"{Hook}.php", $"<?php {code} $reply = array('state' => 'success', 'data' => $params); {ending}");
                var outcome = await hooks.Run(Hook, Input);

                outcome.Data!.ToJsonString().Should().Be(expected, outcome.Reason);
            }
        }
    }

    [TestMethod]
    [DataRow("round(105.2)", "105")]
    [DataRow("'7' . ceil(99.2)", "7100")]
    [DataRow("floor(79001234567.9)", "79001234567")]
    [DataRow("$params['phone'] * 1.0", "102.7")]
    public async Task A_phone_that_a_file_computes_has_no_fraction_that_nobody_dials(string value, string expected)
    {
        foreach (var hooks in Modes)
        {
            hooks.Write("process_client_phone.php",
                $"<?php return array('state' => 'success', 'data' => array('phone' => {value}));");
            var outcome = await hooks.Run("process_client_phone", Input);

            ((string?)outcome.Data!["phone"]).Should().Be(expected, outcome.Reason);
        }
    }

    private static async Task<string> Printed(string code) =>
        (await Command.Start("php", ["-d", "serialize_precision=-1", "-r", code], [], "/")).Output;

    private static string Plain(string json) => JsonNode.Parse(json)!.ToJsonString();
}
