using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Engines;

/// <summary>
/// Every folder of <c>cases/</c>, in every engine it has a file for: the hook's file and its outcome. README.md there
/// explains how to add one.
/// </summary>
[TestClass]
public sealed class EngineCaseTests
{
    private static readonly TimeSpan ShortLimit = TimeSpan.FromSeconds(1);
    private static readonly string Cases = ProjectFolder.Of("tests", "Itgrix.Tests", "Hooks", "Engines", "cases");
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<(PhpModeKind Mode, bool TimesOut), TestHooks> Runners = [];

    [ClassInitialize]
    public static void Start(TestContext _)
    {
        foreach (var mode in Enum.GetValues<PhpModeKind>())
            foreach (var timesOut in new[] { false, true })
                Runners[(mode, timesOut)] = new(options => options with
                {
                    Workers = 2, PhpMode = mode, Methods = new Dictionary<string, MethodOptions>
                    {
                        ["process_client_phone"] = new(null, timesOut ? ShortLimit : TestTimeout.Value),
                        ["process_record_file_path"] = new(null, TestTimeout.Value),
                    },
                });
    }

    [ClassCleanup]
    public static void Stop()
    {
        foreach (var runner in Runners.Values)
            runner.Dispose();
    }

    public static IEnumerable<object[]> Files() =>
        from folder in Directory.EnumerateDirectories(Cases)
        from file in Directory.EnumerateFiles(folder)
        where Path.GetExtension(file) is ".csx" or ".php"
        from mode in Enum.GetNames<PhpModeKind>()
        where Path.GetExtension(file) is ".php" || mode == nameof(PhpModeKind.Warm)
        orderby folder, file, mode
        select new object[] { Path.GetFileName(folder), Path.GetFileName(file), mode };

    [TestMethod]
    [DynamicData(nameof(Files))]
    public async Task A_hook_case_has_its_expected_outcome(string name, string file, string phpMode)
    {
        var folder = Path.Combine(Cases, name);
        var engine = Path.GetExtension(file)[1..];
        var hook = $"bitrix24/{Path.GetFileNameWithoutExtension(file)}";
        var expect = Expectation(folder, engine);
        var hooks = Runners[(Enum.Parse<PhpModeKind>(phpMode), expect.ContainsKey("timed_out"))];
        var input = Input(folder, Path.GetFileNameWithoutExtension(file));
        var path = hooks.PathOf($"{name}/{file}");
        Directory.CreateDirectory(hooks.PathOf(name));
        File.Copy(Path.Combine(folder, file), path);
        AuthorFiles.Install(hooks.PathOf("."));

        var outcome = await hooks.RunFile(hook, path, input);

        Check(outcome, expect, input, path);
        await TheNextCallWorks(hooks, engine);
    }

    private static void Check(HookOutcome outcome, JsonObject expect, byte[] input, string path)
    {
        outcome.KindName.Should().Be((string?)expect["outcome"], outcome.Reason);
        foreach (var words in Texts(expect["reason"]))
            outcome.Reason.Should().Contain(words.Replace("{file}", path));
        foreach (var words in Texts(expect["warning"]))
            outcome.Warnings.Should().Contain(warning => warning.Contains(words));
        if (expect.ContainsKey("data"))
            Text(outcome.Data).Should().Be(Text(expect["data"]));
        if (outcome.Kind == OutcomeKind.Failed || expect.ContainsKey("unchanged"))
            Text(outcome.Data).Should().Be(OwnFields(outcome, input), "the value stays unchanged");
        outcome.TimedOut.Should().Be(expect.ContainsKey("timed_out"), outcome.Reason);
        if (outcome.TimedOut)
            outcome.Elapsed.Should().BeGreaterThanOrEqualTo(ShortLimit);
        foreach (var words in Texts(expect["gone"]))
            Running.CommandLines().Should().NotContain(line => line.Contains(words));
    }

    private static async Task TheNextCallWorks(TestHooks hooks, string engine)
    {
        var good = hooks.Write($"good/process_user_phone.{engine}", engine == "php"
            ? "<?php return array('state' => 'success', 'data' => array('phone' => $params['phone'] . '1'));"
            : string.Format(TestHooks.Head, "ProcessUserPhone") + "return Success(In.Phone + \"1\");");

        var next = await hooks.RunFile("process_user_phone", good, """{"phone": "10"}"""u8.ToArray());

        Text(next.Data).Should().Be("""{"phone":"101"}""", next.Reason);
    }

    private static JsonObject Expectation(string folder, string engine)
    {
        var all = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expect.json")))!.AsObject();
        return all[engine]?.AsObject() ?? all;
    }

    private static byte[] Input(string folder, string hook) => File.Exists(Path.Combine(folder, "input.json"))
        ? File.ReadAllBytes(Path.Combine(folder, "input.json"))
        : File.ReadAllBytes(ProjectFolder.Of("customizations", "samples", "bitrix24", hook + ".json"));

    private static string OwnFields(HookOutcome outcome, byte[] input)
    {
        using var document = JsonDocument.Parse(input);
        return Text(ReplyPolicy.OwnFields(outcome.Hook, document.RootElement));
    }

    private static IEnumerable<string> Texts(JsonNode? list) => list switch
    {
        null => [],
        JsonArray texts => texts.Select(text => (string)text!),
        _ => [(string)list!],
    };

    private static string Text(JsonNode? node) => node?.ToJsonString(Readable) ?? "null";
}
