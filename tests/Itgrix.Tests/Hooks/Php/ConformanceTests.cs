using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>
/// Every file of <c>conformance/</c> in a process of its own, which is the reference, in a worker and forked: outcome,
/// data and reason are the same. A file that says "also without the bridge" is first compared with plain
/// <c>php file &lt; input</c>; one that says "runs by process: words" must be noticed, for that reason. One that says
/// "runs into its limit" has a short one.
/// </summary>
[TestClass]
public sealed class ConformanceTests
{
    private const string Hook = "process_final_params";
    private const string DefaultInput =
        """{"phone":"+79001234567","text":"Привет / 😀","rate":1.5,"list":[1,"2",null,true]}""";

    private static readonly TimeSpan ShortLimit = TimeSpan.FromSeconds(1);
    private static readonly string Folder = ProjectFolder.Of("tests", "Itgrix.Tests", "Hooks", "Php", "conformance");
    private static readonly Dictionary<string, string> References = [];

    private static TestHooks process = null!, forked = null!, warm = null!;
    private static TestHooks shortProcess = null!, shortForked = null!, shortWarm = null!;
    private static PhpEngine engine = null!;

    [ClassInitialize]
    public static void Start(TestContext _)
    {
        process = new(options => options with { PhpMode = PhpModeKind.Process });
        forked = new(options => options with { PhpMode = PhpModeKind.Fork });
        warm = new(options => options with { Workers = 1 });
        shortProcess = new(options => options with { Timeout = ShortLimit, PhpMode = PhpModeKind.Process });
        shortForked = new(options => options with { Timeout = ShortLimit, PhpMode = PhpModeKind.Fork });
        shortWarm = new(options => options with { Timeout = ShortLimit, Workers = 1 });
        engine = new(new() { Workers = 1, Cache = Path.Combine(process.Folder, "cache") });
    }

    [ClassCleanup]
    public static void Stop()
    {
        engine.Dispose();
        foreach (var hooks in (TestHooks[])[shortWarm, shortForked, shortProcess, warm, forked, process])
            hooks.Dispose();
    }

    public static IEnumerable<object[]> Files() =>
        Directory.EnumerateFiles(Folder, "*.php").Order(StringComparer.Ordinal)
            .Select(file => new object[] { Path.GetFileName(file) });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public async Task A_file_does_the_same_in_a_worker(string file)
    {
        var reference = await Reference(file);

        (await RunWarm(file)).Should().Be(reference, "this is the first call");
        (await RunWarm(file)).Should().Be(reference, "nothing of the first call is left");
    }

    [TestMethod]
    [DynamicData(nameof(Files))]
    public async Task A_file_does_the_same_in_a_forked_process(string file)
    {
        var reference = await Reference(file);

        (await RunForked(file)).Should().Be(reference, "this is the first call");
        (await RunForked(file)).Should().Be(reference, "nothing of the first call is left");
    }

    [TestMethod]
    [DynamicData(nameof(Files))]
    public async Task A_case_for_plain_PHP_behaves_the_same_without_the_bridge(string file)
    {
        if (!Text(file).Contains("// also without the bridge"))
            return;
        var spec = new ProcessSpec("php", ["-d", "display_errors=0", "-d",
            "memory_limit=256M", Path.Combine(Folder, file)]) { WorkingDirectory = Folder };
        var input = new Dictionary<int, ReadOnlyMemory<byte>> { [0] = Input(file) };

        var plain = await ProcessRunner.RunAsync(spec, input, null, TestTimeout.Value, CancellationToken.None);

        var reply = PrintedReply.Find(plain.Stdout);
        reply.Should().NotBeNull(
            "php printed: {0}{1}", Encoding.UTF8.GetString(plain.Stdout), Encoding.UTF8.GetString(plain.Stderr));
        using var printed = JsonDocument.Parse(reply!.Value);
        var ours = JsonNode.Parse(await Reference(file))!["data"];
        var theirs = JsonNode.Parse(printed.RootElement.GetProperty("data").GetRawText());
        JsonNode.DeepEquals(ours, theirs).Should().BeTrue("php gives {0}, we {1}", theirs, ours);
    }

    [TestMethod]
    [DynamicData(nameof(Files))]
    public async Task Exactly_the_PHP_files_that_need_a_process_run_in_one(string file)
    {
        var marker = Text(file).Split('\n')
            .FirstOrDefault(line => line.StartsWith("// runs by process: ", StringComparison.Ordinal));

        var notes = (await engine.Check(Path.Combine(Folder, file), CancellationToken.None))
            .Where(message => !message.IsError && message.Code == "ITX011").ToList();

        if (marker is null)
            notes.Should().BeEmpty();
        else
            notes.Should().ContainSingle().Which.Text.Should().Contain(marker["// runs by process: ".Length..].Trim());
    }

    [TestMethod]
    public async Task PHP_files_behave_the_same_in_any_order_in_the_same_worker()
    {
        var seed = Environment.TickCount;
        var files = Files().Select(row => (string)row[0])
            .Where(file => !RunsIntoItsLimit(file) && !Text(file).Contains("sleep(9")).ToArray();
        foreach (var file in files)
            await Reference(file);
        string[] order = [.. files, .. files];
        new Random(seed).Shuffle(order);

        foreach (var file in order)
            (await RunWarm(file)).Should().Be(References[file], "{0} does so by process (order {1})", file, seed);
    }

    private static async Task<string> Reference(string file) =>
        References.TryGetValue(file, out var known)
            ? known : References[file] = await Run(RunsIntoItsLimit(file) ? shortProcess : process, file);

    private static Task<string> RunForked(string file) => Run(RunsIntoItsLimit(file) ? shortForked : forked, file);

    private static Task<string> RunWarm(string file) => Run(RunsIntoItsLimit(file) ? shortWarm : warm, file);

    private static bool RunsIntoItsLimit(string file) => Text(file).Contains("// runs into its limit");

    private static async Task<string> Run(TestHooks hooks, string file)
    {
        var outcome = await hooks.RunFile(Hook, Path.Combine(Folder, file), Input(file));
        return new JsonObject
        {
            ["outcome"] = outcome.KindName, ["data"] = outcome.Data?.DeepClone(), ["reason"] = outcome.Reason,
            ["warnings"] = new JsonArray([.. outcome.Warnings.Select(warning => JsonValue.Create(warning))]),
        }.ToJsonString();
    }

    private static byte[] Input(string file) => File.Exists(Path.Combine(Folder, Path.ChangeExtension(file, ".json")))
        ? File.ReadAllBytes(Path.Combine(Folder, Path.ChangeExtension(file, ".json")))
        : Encoding.UTF8.GetBytes(DefaultInput);

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));
}
