using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks;

[TestClass]
public sealed class HookTemplateTests
{
    private static TestHooks hooks = null!;

    [ClassInitialize]
    public static void Start(TestContext _) => hooks = new();

    [ClassCleanup]
    public static void Stop() => hooks.Dispose();

    public static IEnumerable<object[]> Files() =>
        from hook in HookCatalog.All
        from engine in new[] { "csx", "php" }
        select new object[] { hook.Id, engine };

    [TestMethod]
    [DynamicData(nameof(Files))]
    public async Task A_template_changes_nothing(string id, string engine)
    {
        var hook = HookCatalog.Find(id)!;
        var file = hooks.Write(
            $"{hook.Name}.{engine}", engine == "php" ? HookTemplate.Php(hook) : HookTemplate.Csx(hook));

        var outcome = await hooks.RunFile(id, file, Samples.Of(hook));

        if (hook.Shape == ReplyShape.Decision)
            ((bool?)outcome.Data?["result"]).Should().BeTrue(outcome.Reason);
        else
            JsonNode.DeepEquals(outcome.Data ?? [], Own(hook))
                .Should().BeTrue(outcome.Reason ?? outcome.Data?.ToJsonString());
        // None of their input is a field to update: as without a file, there is no request.
        outcome.Kind.Should().Be(hook.Name is "customize_activity" or "customize_entity"
            ? OutcomeKind.Cancelled : OutcomeKind.Applied, outcome.Reason);
    }

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void A_template_explains_its_hook(string id, string engine)
    {
        var hook = HookCatalog.Find(id)!;

        var text = engine == "php" ? HookTemplate.Php(hook) : HookTemplate.Csx(hook);

        text.Should().Contain($"{hook.Name} ({hook.Crm})").And.Contain("Source:");
        text.Split('\n').Should().OnlyContain(line => line.Length <= 120);
        foreach (var field in Samples.FieldsOf(hook).Properties().Where(field => !hook.IsReadOnly(field.Name)))
            text.Should().Contain(field.Name);
    }

    private static JsonObject Own(HookDefinition hook) =>
        hook.Shape == ReplyShape.Nothing
            ? []
            : ReplyPolicy.OwnFields(hook, JsonDocument.Parse(Samples.Of(hook)).RootElement);
}
