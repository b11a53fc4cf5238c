using System.Text;
using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>Files of <c>conformance/</c> in the same worker again and again, and in one that waited.</summary>
[TestClass]
public sealed class RepeatedCallTests
{
    private const string Hook = "process_final_params";
    private const string Input = """{"phone":"+79001234567","text":"Привет","rate":1.5,"list":[1,"2",null,true]}""";
    private const int Calls = 100;

    private static readonly string[] Slow =
    [
        "time_limit", "sleep(", "exec(", "proc_", "popen(", "system(", "`", "megabytes", "str_repeat(",
        "curl", "socket", "while (true)",
    ];

    // No synchronization: php-cgi's own timeout is real time, so this wait is the input.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(7);

    private static readonly string Folder = ProjectFolder.Of("tests", "Itgrix.Tests", "Hooks", "Php", "conformance");
    private static readonly string[] AfterIdleTime =
    [
        "stdin_and_params.php", "die_with_the_reply.php", "composer_autoloader.php", "non_blocking_output.php",
        "library_by_a_constant.php", "printed_reply_beside_a_list.php",
    ];

    private static readonly Dictionary<string, TestHooks> Waiting = [];
    private static TestHooks process = null!, warm = null!;

    public static IEnumerable<object[]> QuickFiles() =>
        from row in ConformanceTests.Files()
        let text = File.ReadAllText(Path.Combine(Folder, (string)row[0]))
        where !text.Contains("// runs by process") && !text.Contains("// runs into its limit")
            && Slow.All(word => !text.Contains(word))
        select row;

    public static IEnumerable<object[]> WaitingFiles() => AfterIdleTime.Select(file => new object[] { file });

    [ClassInitialize]
    public static async Task WaitOnce(TestContext _)
    {
        process = new(options => options with { PhpMode = PhpModeKind.Process });
        warm = new(options => options with { Workers = 1 });
        foreach (var file in AfterIdleTime)
        {
            Waiting[file] = new(options => options with { Workers = 1 });
            // The workers start with the first file that is looked at.
            Waiting[file].Write($"{Hook}.php", "<?php return 1;");
            await Waiting[file].Warm();
        }
        await Task.Delay(Idle);
    }

    [ClassCleanup]
    public static void Stop()
    {
        foreach (var hooks in Waiting.Values.Append(warm).Append(process))
            hooks.Dispose();
    }

    [TestMethod]
    [DynamicData(nameof(QuickFiles))]
    public async Task A_hundredth_call_is_like_the_first(string file)
    {
        var reference = await Run(process, file);

        var last = "";
        for (var call = 0; call < Calls; call++)
            last = await Run(warm, file);

        last.Should().Be(reference);
    }

    [TestMethod]
    [DynamicData(nameof(WaitingFiles))]
    public async Task A_file_does_the_same_after_any_idle_time(string file)
    {
        var reference = await Run(process, file);

        (await Run(Waiting[file], file)).Should().Be(reference);
    }

    private static async Task<string> Run(TestHooks hooks, string file)
    {
        var outcome = await hooks.RunFile(Hook, Path.Combine(Folder, file), Encoding.UTF8.GetBytes(Input));
        return $"{outcome.KindName} {outcome.Data?.ToJsonString()} {outcome.Reason}";
    }
}
