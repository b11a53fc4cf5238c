using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.DotnetScript;

/// <summary>
/// Every shipped script, as <c>dotnet script</c> runs it in a folder that <c>new</c> has just written, against the
/// reply of its twin in PHP.
/// </summary>
[TestClass]
public sealed class ShippedScriptTests
{
    private static readonly ConcurrentDictionary<string, DotnetScriptResult> Results = new();

    public static IEnumerable<object[]> Ids() => ExampleCases.All.Select(example => new object[] { example.Id });

    // Each takes a second, most of it the compiler: two at a time.
    [ClassInitialize]
    public static async Task RunAll(TestContext _)
    {
        using var folder = await NewFolder.With("bitrix24/need_registration", "kommo/need_registration");
        foreach (var example in ExampleCases.All)
            folder.Add(example.Csx);
        await Parallel.ForEachAsync(
            ExampleCases.All, new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (example, _) => Results[example.Id] =
                await DotnetScriptProcess.Run(folder.Of(example.Csx), example.Input, example.Environment));
    }

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public void A_shipped_script_means_what_its_twin_in_php_means(string id)
    {
        var example = ExampleCases.Find(id);
        using var input = JsonDocument.Parse(example.Input);

        var result = Results[id];

        result.ExitCode.Should().Be(0, result.Error);
        var actual = ReplyPolicy.Judge(example.Hook, input.RootElement, result.Reply);
        var expected = ReplyPolicy.Judge(example.Hook, input.RootElement, example.Expected);
        actual.Kind.Should().Be(expected.Kind, actual.Reason);
        JsonNode.DeepEquals(actual.Data, expected.Data).Should().BeTrue("the reply was {0}", result.Output);
    }

    [TestMethod]
    public void Every_script_is_run_and_every_example_has_its_twin()
    {
        var scripts = new[] { "bitrix24", "kommo" }
            .SelectMany(crm => Directory.EnumerateFiles(ProjectFolder.Of("customizations", crm), "*.csx"));

        scripts.Should().BeEquivalentTo(ExampleCases.All.Select(example => example.Csx).Distinct());
    }

    [TestMethod]
    public void Only_the_conversion_of_recordings_is_in_use_as_shipped()
    {
        var active = new[] { "bitrix24", "kommo" }
            .SelectMany(crm => Directory.EnumerateFiles(ProjectFolder.Of("customizations", crm)))
            .Select(Path.GetFileName)
            .Where(name => name!.Split('.').Length == 2);

        active.Should().Equal("process_record_file_path.csx", "process_record_file_path.csx");
    }
}
