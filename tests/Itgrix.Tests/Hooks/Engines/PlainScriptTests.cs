using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Engines;

/// <summary>Which scripts can leave something behind, by what they refer to.</summary>
[TestClass]
public sealed class PlainScriptTests
{
    private static TemporaryFolder folder = null!;
    private static ScriptCompiler compiler = null!;

    [ClassInitialize]
    public static void Start(TestContext _)
    {
        folder = new();
        AuthorFiles.Install(folder.Path);
        compiler = new(new(folder.File("cache")));
    }

    [ClassCleanup]
    public static void Stop() => folder.Dispose();

    [TestMethod]
    public void Every_template_is_plain() =>
        HookCatalog.All.Where(hook => !IsPlain(hook.Id, HookTemplate.Csx(hook))).Select(hook => hook.Id)
            .Should().BeEmpty();

    [TestMethod]
    [DataRow("string[] list = [\"1\", \"2\"]; return Success(list.Contains(In.Phone) ? \"1\" : $\"{In.Phone}2\");")]
    [DataRow("var digits = System.Text.RegularExpressions.Regex.Replace(In.Phone, @\"\\D\", \"\"); Log.Info(digits); "
        + "return Success(digits[^10..]);")]
    [DataRow("var now = DateTime.Now; if (now.Hour is >= 9 and < 18 && now.DayOfWeek != DayOfWeek.Sunday) "
        + "return Success(\"1\"); return Fail(\"closed\");")]
    [DataRow("var table = new Dictionary<string, int> { [\"1\"] = 2 }; foreach (var (key, value) in table) "
        + "Console.WriteLine(key + value); return Success($\"{table.GetValueOrDefault(In.Phone)}\");")]
    [DataRow("record Person(string Name, int Age); var all = new List<Person> { new(\"a\", 1) }; "
        + "return Success(all.OrderBy(one => one.Age).First().Name);")]
    [DataRow("return Success((string)Params[\"call_full\"]?[\"record\"] ?? \"\");")]
    [DataRow("IEnumerable<int> Numbers() { yield return 1; } return Success(string.Join(\",\", Numbers()));")]
    [DataRow("try { return Success(File.ReadAllText(\"list.txt\")); } catch (IOException) { return Success(\"\"); }")]
    [DataRow("var o = Newtonsoft.Json.JsonConvert.SerializeObject(new { a = 1 }); return Success(o);")]
    public void Code_of_the_language_and_its_data_is_plain(string body) => IsPlain(Script(body)).Should().BeTrue();

    [TestMethod]
    [DataRow("await Task.Yield();")]
    [DataRow("async void Later() { } Later();")]
    [DataRow("Task.Run(() => { });")]
    [DataRow("var t = new System.Threading.Timer(_ => { });")]
    [DataRow("System.Threading.ThreadPool.QueueUserWorkItem(_ => { });")]
    [DataRow("Process.Start(\"true\");")]
    [DataRow("var w = new FileSystemWatcher();")]
    [DataRow("Newtonsoft.Json.JsonConvert.DefaultSettings = null;")]
    [DataRow("System.Globalization.CultureInfo.DefaultThreadCurrentCulture = null;")]
    [DataRow("Console.SetOut(Console.Error);")]
    [DataRow("Console.CancelKeyPress += (_, _) => { };")]
    [DataRow("Environment.SetEnvironmentVariable(\"A\", \"1\");")]
    [DataRow("AppContext.SetSwitch(\"A\", true);")]
    [DataRow("typeof(Environment).GetMethod(\"Exit\").Invoke(null, [0]);")]
    [DataRow("dynamic d = new ExpandoObject(); d.A = 1;")]
    [DataRow("class Last { ~Last() => Console.WriteLine(); } new Last();")]
    [DataRow("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int chdir(string path);")]
    [DataRow("var q = new[] { 1 }.AsParallel().ToList();")]
    public void Code_that_may_leave_something_is_not_plain(string body) =>
        IsPlain(Script($"{body} return Success(In);")).Should().BeFalse();

    private static string Script(string body) => string.Format(TestHooks.Head, "ProcessClientPhone") + body;

    private static bool IsPlain(string text) => IsPlain("bitrix24/process_client_phone", text);

    private static bool IsPlain(string hook, string text)
    {
        var answer = compiler.Compile(folder.Write($"{hook}.csx", text));
        return answer.Script?.IsPlain
            ?? throw new AssertFailedException(string.Join('\n', answer.Messages));
    }
}
