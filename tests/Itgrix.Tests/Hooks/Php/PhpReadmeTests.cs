using System.Reflection;
using System.Text.RegularExpressions;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>The README's table of preserved behaviour names existing tests, and all of them.</summary>
[TestClass]
public sealed class PhpReadmeTests
{
    [TestMethod]
    public void Each_kept_behaviour_of_the_README_names_its_test_and_each_bridge_test_is_there()
    {
        var readme = File.ReadAllText(Path.Combine(BridgeProcess.Root, "php-compat", "README.md"));
        var named = Regex
            .Matches(readme, "`([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){3,})`")
            .Select(match => match.Groups[1].Value);

        string[] tests =
        [
            .. Tests<BridgeTests>(),
            .. Tests<BridgeInputTests>(), .. Tests<BridgeScriptTests>(), .. Tests<ConformanceTests>(),
            .. Tests<PhpModeTests>(), .. Tests<IdleWorkerTests>(),
            .. Tests<LostWorkerTests>(), .. Tests<LostProcessTests>(), .. Tests<ComputedNumberTests>(),
            .. Tests<PhpIncludeTests>(),
            .. Tests<ForkedPhpTests>(), .. Tests<ChangedPhpTests>(), .. Tests<WorkerStateTests>(),
            .. Tests<PhpWarningTests>(), .. Tests<RepeatedCallTests>(),
        ];

        named.Should().BeEquivalentTo([.. tests, nameof(PhpExampleTests.An_example_gives_the_reply_beside_it)]);
    }

    private static IEnumerable<string> Tests<T>() =>
        from method in typeof(T).GetMethods()
        where method.GetCustomAttribute<TestMethodAttribute>() is not null
        select method.Name;
}
