using System.Text;
using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>
/// All that PHP and the system tell of a worker (<c>fixtures/state_of_the_process.php</c>), before and after each file
/// of <c>conformance/</c> ran in it: it is the same, or the worker was replaced.
/// </summary>
[TestClass]
public sealed class WorkerStateTests
{
    private const string Hook = "process_final_params";
    private const string Input = """{"phone":"+79001234567","text":"Привет","rate":1.5,"list":[1,"2",null,true]}""";

    private static readonly string Folder = ProjectFolder.Of("tests", "Itgrix.Tests", "Hooks", "Php");
    private static TestHooks hooks = null!;

    [ClassInitialize]
    public static void Start(TestContext _) => hooks = new(options => options with { Workers = 1 });

    [ClassCleanup]
    public static void Stop() => hooks.Dispose();

    public static IEnumerable<object[]> Files() =>
        from row in ConformanceTests.Files()
        let text = File.ReadAllText(Path.Combine(Folder, "conformance", (string)row[0]))
        where !text.Contains("// runs by process") && !text.Contains("// runs into its limit")
            && !text.Contains("sleep(9")
        select row;

    [TestMethod]
    [DynamicData(nameof(Files))]
    public async Task A_file_leaves_nothing_in_its_worker(string file)
    {
        var before = await State();

        await Run(Path.Combine(Folder, "conformance", file));
        var after = await State();

        if (Worker(after) == Worker(before))
            after.Where(one => one.Value != before.GetValueOrDefault(one.Key)).Should().BeEmpty();
    }

    [TestMethod]
    public async Task What_a_call_left_would_be_seen()
    {
        var before = await State();

        // What the inspection of a file would see, and send to a process.
        hooks.Write("process_registration_params.php", """
            <?php
            $set = 'mb_regex_' . 'set_options';
            $set('i');
            """);
        await hooks.Run("process_registration_params", "{}");
        var after = await State();

        after["mb_regex_set_options()"].Should().NotBe(before["mb_regex_set_options()"]);
    }

    private static string Worker(Dictionary<string, string> state) => state["getmypid()"];

    private static async Task<Dictionary<string, string>> State()
    {
        var outcome = await Run(Path.Combine(Folder, "fixtures", "state_of_the_process.php"));
        outcome.KindName.Should().Be("applied", outcome.Reason);
        return outcome.Data!.ToDictionary(one => one.Key, one => (string?)one.Value ?? "null");
    }

    private static Task<HookOutcome> Run(string file) => hooks.RunFile(Hook, file, Encoding.UTF8.GetBytes(Input));
}
