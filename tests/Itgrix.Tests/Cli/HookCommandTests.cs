using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

[TestClass]
public sealed class HookCommandTests
{
    private const string Unknown =
        """{"big": 9007199254740993, "one": 1.0, "dime": 1.10, "object": {}, "list": [], "emoji": "👩‍🚀/", "date": "2024-11-21T10:00:00+03:00"}""";

    private static TemporaryFolder folder = null!;

    [ClassInitialize]
    public static void Prepare(TestContext _) => folder = new();

    [ClassCleanup]
    public static void Clean() => folder.Dispose();

    public static IEnumerable<object[]> Hooks() =>
        from hook in HookCatalog.All from engine in new[] { "csx", "php" } select new object[] { hook.Id, engine };

    [TestMethod]
    [DynamicData(nameof(Hooks))]
    public async Task A_hook_from_its_template_runs_and_changes_nothing(string id, string engine)
    {
        var hook = HookCatalog.Find(id)!;
        var customizations = folder.File(engine);
        var input = WithUnknownField(id);
        string[] create = engine == "php" ? ["new", id, "--php"] : ["new", id];

        var created = await Command.Run("", [.. create, "--customizations", customizations]);
        var run = await Command.Run(input, "hook", id, "--customizations", customizations);

        created.ExitCode.Should().Be(0, created.Errors);
        run.ExitCode.Should().Be(0, run.Errors);
        var outcome = JsonNode.Parse(run.Output)!.AsObject();
        outcome.Select(field => field.Key).Should().Equal("hook", "engine", "outcome", "data", "reason", "elapsed_ms");
        Text(outcome["hook"]).Should().Be($"\"{id}\"");
        Text(outcome["engine"]).Should().Be($"\"{engine}\"");
        Text(outcome["outcome"]).Should().Be("\"applied\"");
        Text(outcome["data"]).Should().Be(Expected(hook, engine, input));
    }

    private static byte[] WithUnknownField(string id)
    {
        var sample = File.ReadAllText(ProjectFolder.Of("customizations", "samples", id + ".json")).TrimEnd();
        return Encoding.UTF8.GetBytes($"{sample[..^1].TrimEnd()}, \"UNKNOWN_FIELD\": {Unknown}}}");
    }

    // What goes on: the fields of the request with the unknown one; of the others, what their reply is.
    private static string Expected(HookDefinition hook, string engine, byte[] input)
    {
        using var document = JsonDocument.Parse(input);
        var own = ReplyPolicy.OwnFields(hook, document.RootElement);
        if (hook.Shape == ReplyShape.Decision)
            return """{"result":true}""";
        if (hook.Shape == ReplyShape.Nothing)
            return "{}";
        // The PHP template names its one value, as the vendor's examples do.
        if (hook.Shape == ReplyShape.Value && engine == "php")
            own = new() { [hook.Value!] = own[hook.Value!]!.DeepClone() };
        return Text(own);
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
