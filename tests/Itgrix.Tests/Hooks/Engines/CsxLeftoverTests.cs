using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Engines;

/// <summary>Work and settings that outlive a call: they never reach the call of another hook.</summary>
[TestClass]
public sealed class CsxLeftoverTests
{
    private const string First = "process_client_phone", Second = "process_user_phone";
    private const string Input = """{"phone": "1", "call_full": {"channel": {"id": "17.1"}}}""";

    // Waits for a file, as a leftover has no other tie to the test.
    private const string Go = """
        bool Gone() { while (!File.Exists("go")) System.Threading.Thread.Sleep(5); return true; }

        """;

    private RecordedLog _log = null!;
    private TestHooks _hooks = null!;

    [TestInitialize]
    public void Start()
    {
        _log = new();
        _hooks = new(options => options with { Workers = 1 });
        Write(Second, "ProcessUserPhone", "Console.WriteLine(\"of the second\"); "
            + "return Success($\"{System.Environment.ProcessId}\");");
    }

    [TestCleanup]
    public void Stop()
    {
        _hooks.Dispose();
        _log.Dispose();
    }

    [TestMethod]
    [DataRow("async void Later() { await Task.Run(Gone); throw new InvalidOperationException(\"late\"); } Later();",
        DisplayName = "async void that throws")]
    [DataRow("new System.Threading.Thread(() => { Gone(); throw new InvalidOperationException(\"late\"); }).Start();",
        DisplayName = "a thread that throws")]
    [DataRow("_ = Task.Run(() => { Gone(); Log.Info(\"late\"); });", DisplayName = "a task that logs")]
    [DataRow("_ = Task.Run(() => { Gone(); Console.WriteLine(\"late\"); });", DisplayName = "a task that prints")]
    [DataRow("_ = Task.Run(async () => { await Task.Run(Gone); Console.Error.WriteLine(\"late\"); });",
        DisplayName = "an asynchronous task that prints")]
    [DataRow("System.Threading.ThreadPool.QueueUserWorkItem(_ => { Gone(); Log.Warning(\"late\"); });",
        DisplayName = "a work item")]
    [DataRow("System.Threading.Timer timer = null; timer = new(_ => { Gone(); Log.Info(\"late\"); timer.Dispose(); }, "
        + "null, 1, -1);", DisplayName = "a timer")]
    [DataRow("Parallel.ForEachAsync(new[] { 1 }, async (_, _) => { await Task.Run(Gone); Log.Info(\"late\"); });",
        DisplayName = "a parallel loop that nothing awaits")]
    public async Task What_a_call_leaves_running_reaches_no_other_call(string body)
    {
        Write(First, "ProcessClientPhone", $"{Go}{body} return Success($\"{{System.Environment.ProcessId}}\");");

        var first = await _hooks.Run(First, Input);
        var second = await _hooks.Run(Second, Input.Replace("17.1", "18.1"));
        await File.WriteAllTextAsync(_hooks.PathOf("go"), "");

        first.Kind.Should().Be(OutcomeKind.Applied, first.Reason);
        second.Kind.Should().Be(OutcomeKind.Applied, second.Reason);
        Phone(second).Should().NotBe(Phone(first), "it ran in another process");
        await Eventually.TrueAsync(() => LinesOfFirst("late").Any(), () => string.Join('\n', _log.Lines));
        LinesOfFirst("left work running").Should().ContainSingle();
        _log.Lines.Where(line => line.Contains("18.1") && line.Contains("says")).Should()
            .ContainSingle().Which.Should().Contain("of the second");
    }

    [TestMethod]
    public async Task Megabytes_of_late_lines_leave_later_calls_unharmed()
    {
        Write(First, "ProcessClientPhone", $$"""
            {{Go}}_ = Task.Run(() =>
            {
                Gone();
                for (var line = 0; line < 3; line++)
                    Log.Info(new string('x', 400_000));
            });
            return Success("1");
            """);
        await _hooks.Run(First, Input);
        await File.WriteAllTextAsync(_hooks.PathOf("go"), "");

        for (var call = 0; call < 20; call++)
        {
            var outcome = await _hooks.Run(Second, Input);

            outcome.Kind.Should().Be(OutcomeKind.Applied, outcome.Reason);
            outcome.Log.Should().HaveCount(1);
        }
        await Eventually.TrueAsync(() => LinesOfFirst("xxx").Count() == 3);
    }

    [TestMethod]
    [DataRow("await Task.Delay(1);")]
    [DataRow("await Task.WhenAny(Task.Delay(1), Task.Delay(60_000));", DisplayName = "a delay that nobody needs")]
    [DataRow("await Task.Run(() => 1);")]
    [DataRow("Parallel.For(0, 100, _ => { });")]
    [DataRow("var c = new System.Threading.CancellationTokenSource(60_000); await Task.Delay(1, c.Token);")]
    [DataRow("var t = new System.Threading.Thread(() => { }); t.Start(); t.Join();")]
    [DataRow("using var p = Process.Start(\"true\"); await p.WaitForExitAsync();")]
    [DataRow("using var p = Process.Start(\"true\"); p.WaitForExit();")]
    [DataRow("class Web { public static System.Net.Http.HttpClient Client = new(); } "
        + "try { await Web.Client.GetStringAsync(\"http://127.0.0.1:9/\"); } catch { }", DisplayName = "a kept client")]
    [DataRow("class Kept { public static object Input; } Kept.Input = In; Kept.Input = In.CallFull; "
        + "await Task.Yield();",
        DisplayName = "input that is kept")]
    [DataRow("Task.Run(() => 1); System.Threading.Thread.Sleep(1);", DisplayName = "a task that ends soon")]
    [DataRow("Environment.SetEnvironmentVariable(\"A\", \"1\");")]
    [DataRow("return Fail(\"why\");")]
    [DataRow("await Task.Yield(); throw new Exception();")]
    public async Task A_call_that_leaves_nothing_keeps_its_worker(string body)
    {
        Write(First, "ProcessClientPhone", $"{body} return Success(\"1\");");

        var processes = new HashSet<string>();
        for (var call = 0; call < 5; call++)
        {
            await _hooks.Run(First, Input);
            processes.Add(Phone(await _hooks.Run(Second, Input)));
        }

        processes.Should().ContainSingle(string.Join('\n', _log.Lines));
        LinesOfFirst("left work running").Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("Newtonsoft.Json.JsonConvert.DefaultSettings = () => new() { Formatting = Newtonsoft.Json.Formatting"
        + ".Indented };", "Newtonsoft.Json.JsonConvert.SerializeObject(new[] { 1 })", "[1]")]
    [DataRow("System.Globalization.CultureInfo.DefaultThreadCurrentCulture = new(\"ru-RU\");",
        "await Task.Run(() => $\"{1.5}\")", "1.5")]
    [DataRow("System.Globalization.CultureInfo.CurrentCulture = new(\"ru-RU\");", "$\"{1.5}\"", "1.5")]
    [DataRow("Environment.SetEnvironmentVariable(\"ITGRIX_TRIED\", \"1\");",
        "Environment.GetEnvironmentVariable(\"ITGRIX_TRIED\") + \"-\"", "-")]
    [DataRow("Environment.SetEnvironmentVariable(\"PATH\", null);",
        "$\"{Environment.GetEnvironmentVariable(\"PATH\") != null}\"", "True")]
    [DataRow("Console.SetOut(System.IO.TextWriter.Null);", "$\"{Console.Out == System.IO.TextWriter.Null}\"", "False")]
    [DataRow("Console.SetError(new StringWriter());", "Console.Error.GetType().Name", "SyncTextWriter")]
    [DataRow("Environment.CurrentDirectory = \"/\";", "Path.GetFileName(Environment.CurrentDirectory)", "bitrix24")]
    [DataRow("System.Threading.ThreadPool.SetMaxThreads(2, 2);",
        "((Func<string>)(() => { System.Threading.ThreadPool.GetMaxThreads(out var n, out _); "
        + "return $\"{n > 2}\"; }))()",
        "True")]
    [DataRow("AppContext.SetSwitch(\"Tried\", true);", "$\"{AppContext.TryGetSwitch(\"Tried\", out _)}\"", "False")]
    [DataRow("AppDomain.CurrentDomain.SetData(\"Tried\", 1);", "$\"{AppContext.GetData(\"Tried\")}-\"", "-")]
    [DataRow("System.Text.RegularExpressions.Regex.CacheSize = 1;",
        "$\"{System.Text.RegularExpressions.Regex.CacheSize > 1}\"", "True")]
    [DataRow("System.Diagnostics.Trace.Listeners.Clear();", "$\"{System.Diagnostics.Trace.Listeners.Count}\"", "1")]
    public async Task A_setting_of_the_process_is_as_before_in_the_next_call(string change, string read, string value)
    {
        Write(First, "ProcessClientPhone", $"{change} return Success(\"1\");");
        Write(Second, "ProcessUserPhone", $"return Success({read});");

        var first = await _hooks.Run(First, Input);
        var second = await _hooks.Run(Second, Input);

        first.Kind.Should().Be(OutcomeKind.Applied, first.Reason);
        Phone(second).Should().Be(value, second.Reason);
    }

    [TestMethod]
    public async Task Work_that_runs_longer_than_the_hook_may_is_stopped()
    {
        using var hooks = new TestHooks(options => options with
        {
            Workers = 1,
            Methods = new Dictionary<string, MethodOptions> { [First] = new(null, TimeSpan.FromSeconds(1)) },
        });
        hooks.Write($"{First}.csx", string.Format(TestHooks.Head, "ProcessClientPhone")
            + "_ = Task.Run(() => System.Threading.Thread.Sleep(-1)); "
            + "return Success($\"{System.Environment.ProcessId}\");");
        // The first start of a worker may take longer than the limit; the call itself does not.
        var outcome = await Eventually.GetAsync(
            () => hooks.Run(First, Input), one => one.Kind == OutcomeKind.Applied, "it ran");

        await Eventually.TrueAsync(() => LinesOfFirst("was stopped 1 s after").Any());
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{Phone(outcome)}"));
    }

    private IEnumerable<string> LinesOfFirst(string words) =>
        _log.Lines.Where(line => line.Contains($"{First} of call 17.1, after its reply:") && line.Contains(words));

    private void Write(string hook, string contract, string body) =>
        _hooks.Write($"{hook}.csx", string.Format(TestHooks.Head, contract) + body);

    private static string Phone(HookOutcome outcome) => (string?)outcome.Data!["phone"] ?? "";
}
