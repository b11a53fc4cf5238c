using System.Diagnostics;
using System.Text;
using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>
/// Files of <c>conformance/</c> in every mode: again and again, after each other, and after idle time.
/// </summary>
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
    private static readonly TimeSpan PairsLimit = TimeSpan.FromSeconds(30);

    private static readonly string Folder = ProjectFolder.Of("tests", "Itgrix.Tests", "Hooks", "Php", "conformance");
    // One or more for each kind of file that some mode once ran differently.
    private static readonly string[] Kinds =
    [
        "stdin_and_params.php", "die_with_the_reply.php", "composer_autoloader.php", "sapi_in_a_library.php",
        "library_by_a_constant.php", "library_by_its_parents_folder.php", "non_blocking_input.php",
        "non_blocking_output.php", "non_blocking_by_a_program.php", "persistent_stream.php", "last_errors.php",
        "last_error_of_posix.php", "text_domain.php", "regular_expressions_of_multibyte_text.php",
        "printed_reply_beside_a_list.php", "printed_reply_beside_an_array.php", "exit_code_or_text.php",
        "exit_text_or_code.php", "whole_floats.php",
    ];

    private static readonly Dictionary<string, int> CallsIn =
        new() { [nameof(PhpModeKind.Warm)] = Calls, [nameof(PhpModeKind.Fork)] = 8, [nameof(PhpModeKind.Process)] = 2 };

    // Each file has a worker of its own, which has waited for its first call.
    private static readonly Dictionary<string, TestHooks> Waiting = [];
    private static readonly Dictionary<string, string> References = [];
    private static TestHooks process = null!, warm = null!, forked = null!, withoutForks = null!;

    public static IEnumerable<object[]> QuickFiles() => QuickNames().Select(file => new object[] { file });

    public static IEnumerable<object[]> KindsInAllModes() =>
        from file in Kinds from mode in CallsIn.Keys select new object[] { file, mode };

    [ClassInitialize]
    public static async Task WaitOnce(TestContext _)
    {
        process = new(options => options with { PhpMode = PhpModeKind.Process });
        warm = new(options => options with { Workers = 1 });
        forked = new(options => options with { PhpMode = PhpModeKind.Fork });
        withoutForks = new(options => options with
            { PhpMode = PhpModeKind.Fork, Php = WithoutForks(Path.GetDirectoryName(options.Cache)!) });
        foreach (var file in Kinds)
            Waiting[file] = new(options => options with { Workers = 1 });
        foreach (var hooks in Waiting.Values.Append(forked).Append(withoutForks))
        {
            // Workers and fork servers start with the first file that is looked at.
            hooks.Write($"{Hook}.php", "<?php return 1;");
            await hooks.Warm();
        }
        await Task.Delay(Idle);
    }

    [ClassCleanup]
    public static void Stop()
    {
        foreach (var hooks in Waiting.Values.Concat([warm, process, forked, withoutForks]))
            hooks.Dispose();
    }

    [TestMethod]
    [DynamicData(nameof(QuickFiles))]
    public async Task A_hundredth_call_is_like_the_first(string file)
    {
        var reference = await Reference(file);

        var last = "";
        for (var call = 0; call < Calls; call++)
            last = await Run(warm, file);

        last.Should().Be(reference);
    }

    [TestMethod]
    [DynamicData(nameof(KindsInAllModes))]
    public async Task A_file_does_the_same_after_idle_time_and_ever_after(string file, string mode)
    {
        var reference = await Reference(file);
        var hooks = mode switch
        {
            nameof(PhpModeKind.Warm) => Waiting[file],
            nameof(PhpModeKind.Fork) => forked,
            _ => withoutForks,
        };

        for (var call = 0; call < CallsIn[mode]; call++)
            (await Run(hooks, file)).Should().Be(reference, "this is call {0}", call);
    }

    [TestMethod]
    public async Task A_file_does_the_same_after_each_other_file()
    {
        var files = QuickNames().ToArray();
        Random.Shared.Shuffle(files);
        foreach (var file in files)
            await Reference(file);
        var began = Stopwatch.GetTimestamp();
        var (before, calls) = ("the start", 0);

        // On a busy machine not all pairs have their turn; the order is another one each time.
        foreach (var file in EachAfterEach(files).TakeWhile(_ => Stopwatch.GetElapsedTime(began) < PairsLimit))
        {
            (await Run(warm, file)).Should().Be(References[file], "{0} does so, after {1}", file, before);
            (before, calls) = (file, calls + 1);
        }

        Console.WriteLine($"{calls} pairs of {files.Length * files.Length}");
    }

    // Each of them follows each of them, itself included, exactly once.
    private static IEnumerable<string> EachAfterEach(string[] files)
    {
        for (var first = 0; first < files.Length; first++)
        {
            yield return files[first];
            for (var second = first + 1; second < files.Length; second++)
            {
                yield return files[first];
                yield return files[second];
            }
        }
        yield return files[0];
    }

    private static IEnumerable<string> QuickNames() =>
        from row in ConformanceTests.Files()
        let text = File.ReadAllText(Path.Combine(Folder, (string)row[0]))
        where !text.Contains("// runs by process") && !text.Contains("// runs into its limit")
            && Slow.All(word => !text.Contains(word))
        select (string)row[0];

    private static async Task<string> Reference(string file) =>
        References.TryGetValue(file, out var known) ? known : References[file] = await Run(process, file);

    private static string WithoutForks(string folder)
    {
        var program = Path.Combine(folder, "php");
        File.WriteAllText(program, "#!/usr/bin/perl\nexec '/usr/bin/php', '-d', 'ffi.enable=0', @ARGV;\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return program;
    }

    private static async Task<string> Run(TestHooks hooks, string file)
    {
        var outcome = await hooks.RunFile(Hook, Path.Combine(Folder, file), Encoding.UTF8.GetBytes(Input));
        return $"{outcome.KindName} {outcome.Data?.ToJsonString()} {outcome.Reason}";
    }
}
