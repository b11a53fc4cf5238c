using System.Collections.Concurrent;
using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.DotnetScript;

/// <summary>Every script that <c>new</c> writes, run by <c>dotnet script</c> in place.</summary>
[TestClass]
public sealed class NewScriptTests
{
    private static readonly ConcurrentDictionary<string, DotnetScriptResult> Results = new();

    private static NewFolder folder = null!;

    public static IEnumerable<object[]> Ids() => HookCatalog.All.Select(hook => new object[] { hook.Id });

    // Each takes a second, most of it the compiler: two at a time.
    [ClassInitialize]
    public static async Task RunAll(TestContext _)
    {
        folder = await NewFolder.With(HookCatalog.All.Select(hook => hook.Id));
        await Parallel.ForEachAsync(
            HookCatalog.All, new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (hook, _) => Results[hook.Id] =
                await DotnetScriptProcess.Run(Path.Combine(folder.Path, $"{hook.Id}.csx"), Samples.Of(hook)));
    }

    [ClassCleanup]
    public static void Clean() => folder.Dispose();

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public void A_template_replies_under_dotnet_script_where_new_wrote_it(string id)
    {
        var hook = HookCatalog.Find(id)!;
        using var input = JsonDocument.Parse(Samples.Of(hook));

        var result = Results[id];

        result.ExitCode.Should().Be(0, result.Error);
        var verdict = ReplyPolicy.Judge(hook, input.RootElement, result.Reply);
        verdict.Reason.Should().BeNull();
        verdict.Kind.Should().BeOneOf(OutcomeKind.Applied, OutcomeKind.Cancelled);
    }
}
