using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Cli;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

[TestClass]
public sealed class HookCommandTests
{
    private static readonly string[] Engines = ["csx", "php"];

    private const string Unknown =
        """{"big": 9007199254740993, "one": 1.0, "dime": 1.10, "object": {}, "list": [], "emoji":"""
            + """ "👩‍🚀/", "date": "2024-11-21T10:00:00+03:00"}""";

    private static readonly Dictionary<string, TestHooks> Runners = [];

    private static TemporaryFolder folder = null!;

    [ClassInitialize]
    public static void Prepare(TestContext _)
    {
        folder = new();
        foreach (var engine in Engines)
            Runners[engine] = new(options => options with { Workers = 1, NewestOnly = true });
    }

    [ClassCleanup]
    public static void Clean()
    {
        foreach (var runner in Runners.Values)
            runner.Dispose();
        folder.Dispose();
    }

    public static IEnumerable<object[]> Hooks() =>
        from hook in HookCatalog.All from engine in Engines select new object[] { hook.Id, engine };

    [TestMethod]
    [DynamicData(nameof(Hooks))]
    public async Task A_hook_from_its_template_runs_and_changes_nothing(string id, string engine)
    {
        var hooks = Runners[engine];
        var input = WithUnknownField(id);

        var created = await NewCommand.Create()
            .Parse([.. Template(id, engine), "--customizations", hooks.CustomizationsFolder])
            .InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        var outcome = await hooks.Run(id, input);

        created.Should().Be(0);
        ShouldBeUnchanged(JsonNode.Parse(HookCommand.ToJson(outcome))!.AsObject(), id, engine, input);
    }

    [TestMethod]
    [DataRow("bitrix24/process_final_params", "csx")]
    [DataRow("kommo/process_contact_creation_params", "php")]
    public async Task Run_sh_writes_a_hook_from_its_template_and_runs_it_with_nothing_changed(string id, string engine)
    {
        var customizations = folder.File(engine);
        var input = WithUnknownField(id);

        var created = await Command.Run("", ["new", .. Template(id, engine), "--customizations", customizations]);
        var run = await Command.Run(input, "hook", id, "--customizations", customizations);

        created.ExitCode.Should().Be(0, created.Errors);
        run.ExitCode.Should().Be(0, run.Errors);
        ShouldBeUnchanged(JsonNode.Parse(run.Output)!.AsObject(), id, engine, input);
    }

    [TestMethod]
    [DataRow("csx")]
    [DataRow("php")]
    public async Task After_a_broken_save_the_hook_fails_without_the_option_last_good(string engine)
    {
        const string id = "bitrix24/process_client_phone";
        var file = folder.Write($"broken-{engine}/{id}.{engine}", engine == "php"
            ? "<?php return array('state' => 'success', 'data' => array('phone' => 'good'));"
            : "using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;\nreturn Success(\"good\");");
        string[] hook = ["hook", id, "--customizations", folder.File($"broken-{engine}")];

        var good = await Command.Run("{\"phone\": \"1\"}", hook);
        File.AppendAllText(file, "\n}}} broken");
        var broken = await Command.Run("{\"phone\": \"1\"}", hook);
        var asked = await Command.Run("{\"phone\": \"1\"}", [.. hook, "--last-good"]);
        File.Delete(file);
        File.WriteAllText(file, "<?php }}} another");
        var another = await Command.Run("{\"phone\": \"1\"}", [.. hook, "--last-good"]);

        good.ExitCode.Should().Be(0, good.Errors);
        var first = JsonNode.Parse(good.Output)!;
        ((string?)first["version"]).Should().HaveLength(8);
        first["warnings"]!.AsArray().Should().BeEmpty();
        Fails(broken, file);
        asked.ExitCode.Should().Be(0, asked.Errors);
        var last = JsonNode.Parse(asked.Output)!;
        Text(last["outcome"]).Should().Be("\"applied\"");
        Text(last["data"]).Should().Be("{\"phone\":\"good\"}");
        Text(last["version"]).Should().Be(Text(first["version"]));
        last["warnings"]!.AsArray().Should().ContainSingle().Which!.ToString()
            .Should().Contain("the last good version ran").And.Contain(file + "(");
        Fails(another, file);
    }

    private static string[] Template(string id, string engine) => engine == "php" ? [id, "--php"] : [id];

    private static void ShouldBeUnchanged(JsonObject outcome, string id, string engine, byte[] input)
    {
        outcome.Select(field => field.Key).Should().Equal(
            "hook", "engine", "outcome", "data", "reason", "elapsed_ms", "version", "warnings");
        Text(outcome["hook"]).Should().Be($"\"{id}\"");
        Text(outcome["engine"]).Should().Be($"\"{engine}\"");
        Text(outcome["outcome"]).Should().Be("\"applied\"");
        Text(outcome["data"]).Should().Be(Expected(HookCatalog.Find(id)!, engine, input));
    }

    private static void Fails(Command command, string file)
    {
        command.ExitCode.Should().Be(1, command.Output);
        var outcome = JsonNode.Parse(command.Output)!;
        Text(outcome["outcome"]).Should().Be("\"failed\"");
        Text(outcome["data"]).Should().Be("{\"phone\":\"1\"}");
        Text(outcome["version"]).Should().Be("null");
        ((string?)outcome["reason"]).Should().Contain(file + "(");
    }

    private static byte[] WithUnknownField(string id)
    {
        var sample = File.ReadAllText(ProjectFolder.Of("customizations", "samples", id + ".json")).TrimEnd();
        return Encoding.UTF8.GetBytes($"{sample[..^1].TrimEnd()}, \"UNKNOWN_FIELD\": {Unknown}}}");
    }

    // The expected data: the fields of the request with the unknown one; of other hooks, their reply.
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
