using System.Text.Json;
using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Engines;

/// <summary>
/// Every worked example through the whole of HookRunner: C# and PHP give the same reply, which is stored beside them.
/// </summary>
[TestClass]
public sealed class ExampleTests
{
    private static TestHooks hooks = null!;

    [ClassInitialize]
    public static void Start(TestContext _) => hooks = new();

    [ClassCleanup]
    public static void Stop() => hooks.Dispose();

    public static IEnumerable<object[]> Cases() => ExampleCases.All.Select(example => new object[] { example.Id });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public async Task An_example_comes_to_the_same_in_both_languages(string id)
    {
        var example = ExampleCases.Find(id);
        using var own = example.Environment.Count > 0 ? WithEnvironment(example.Environment) : null;

        var csx = await (own ?? hooks).RunFile(example.Hook.Id, example.Csx, example.Input);
        var php = await (own ?? hooks).RunFile(example.Hook.Id, example.Php, example.Input);

        var expected = Expected(example);
        (csx.Kind, Text(csx)).Should().Be(expected, csx.Reason);
        (php.Kind, Text(php)).Should().Be(expected, php.Reason);
        csx.Warnings.Should().BeEmpty();
    }

    // Workers have the environment that the service had when it started them.
    private static TestHooks WithEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (name, value) in variables)
            Environment.SetEnvironmentVariable(name, value);
        return new(options => options with { Workers = 1 });
    }

    private static (OutcomeKind, string) Expected(ExampleCase example)
    {
        using var input = JsonDocument.Parse(example.Input);
        var verdict = ReplyPolicy.Judge(example.Hook, input.RootElement, example.Expected);
        return (verdict.Kind, verdict.Data?.ToJsonString() ?? "null");
    }

    private static string Text(HookOutcome outcome) => outcome.Data?.ToJsonString() ?? "null";
}
