using System.Text;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Itgrix.Tests.Hooks.Engines;

/// <summary>What a script is compiled from: errors with their places, libraries, loaded files, encodings.</summary>
[TestClass]
public sealed class CsxSourceTests
{
    private const string Hook = "process_client_phone";

    private static TestHooks hooks = null!;

    [ClassInitialize]
    public static void Start(TestContext _) => hooks = new(options => options with { NewestOnly = true });

    [ClassCleanup]
    public static void Stop() => hooks.Dispose();

    [TestMethod]
    [DataRow("\nvar n = new int[0].First();", "5: InvalidOperationException: Sequence contains no elements")]
    [DataRow("\nTask.Run(() => throw new IOException(\"deep\")).Wait();", "5: IOException: deep")]
    [DataRow("class A\n{\npublic static int N = int.Parse(\"x\");\n}\nvar n = A.N;", "6: FormatException")]
    [DataRow("typeof(string).GetMethod(\"Substring\", [typeof(int)]).Invoke(\"\", [5]);", "4: ArgumentOutOfRange")]
    [DataRow("try { throw new IOException(\"in\"); }\ncatch (Exception e) { throw new Exception(\"out\", e); }",
        "4: IOException: in <- Exception: out")]
    [DataRow("var list = new List<string> { null };\nvar all = list.Select(one =>\none.Length).ToList();",
        "6: NullReferenceException")]
    [DataRow("async Task F()\n{\nawait Task.Yield();\nthrow new IOException();\n}\nawait F();", "7: IOException")]
    [DataRow("string text = null;\nvar length = text.Length;", "5: NullReferenceException")]
    [DataRow("var table = new Dictionary<string, int>();\nvar n = table[\"no\"];", "5: KeyNotFoundException")]
    public async Task An_exception_has_its_innermost_cause_and_the_line_of_the_script(string body, string expected)
    {
        var outcome = await Run(body + " return Success(\"1\");");

        outcome.Reason.Should().Contain($"{Hook}.csx:{expected}");
    }

    [TestMethod]
    [DataRow("async Task<int> F() { Span<int> s = stackalloc int[1]; await Task.Yield(); return s[0]; }", "CS4007")]
    [DataRow("async Task F(int x) { ref int y = ref x; await Task.Yield(); y = 1; }", "CS")]
    [DataRow("int LONG = 1;", "CS7013")]
    public async Task An_error_that_is_found_when_code_is_made_has_its_place(string body, string code)
    {
        var outcome = await Run(body.Replace("LONG", new string('a', 1100)) + " return Success(\"1\");");
        var next = await Run("return Success(\"2\");");

        outcome.Reason.Should().Contain($"{Hook}.csx(4,").And.Contain($"error {code}").And.NotContain("ITX004");
        ((string?)next.Data!["phone"]).Should().Be("2");
    }

    [TestMethod]
    public async Task A_loaded_file_may_reply()
    {
        hooks.Write("shared.csx", string.Format(TestHooks.Head, "ProcessClientPhone") + "return Success(\"shared\");");
        hooks.Write($"{Hook}.csx", "#load \"shared.csx\"\n");

        var outcome = await hooks.Run(Hook, "{\"phone\": \"1\"}");

        ((string?)outcome.Data!["phone"]).Should().Be("shared", outcome.Reason);
    }

    [TestMethod]
    [DataRow("System.Text.Json")]
    [DataRow("System.Xml.Linq")]
    [DataRow("System.Net.Http, Version=4.0.0.0, Culture=neutral")]
    [DataRow("Newtonsoft.Json")]
    public async Task A_library_of_the_framework_is_named_with_its_dots(string name)
    {
        var outcome = await Run("return Success(\"2\");", $"#r \"{name}\"\n");

        ((string?)outcome.Data!["phone"]).Should().Be("2", outcome.Reason);
    }

    [TestMethod]
    public async Task A_library_may_have_another_file_name_than_its_assembly()
    {
        Compile("lib/book-1.2.dll", "Book", "public static class Book { public static string Name => \"one\"; }");

        var outcome = await Run("return Success(Book.Name);", "#r \"lib/book-1.2.dll\"\n");

        ((string?)outcome.Data!["phone"]).Should().Be("one", outcome.Reason);
    }

    [TestMethod]
    public async Task A_newer_file_of_what_a_library_needs_is_used_from_the_next_call_on()
    {
        const string inner = "public static class Inner {{ public static string Name() => \"{0}\"; }}";
        Compile("lib/Inner.dll", "Inner", string.Format(inner, "one"));
        Compile("lib/Outer.dll", "Outer", "public static class Outer { public static string Name() => Inner.Name(); }",
            hooks.PathOf("lib/Inner.dll"));
        const string body = "return Success(Outer.Name());", library = "#r \"lib/Outer.dll\"\n";

        var first = await Run(body, library);
        Compile("lib/Inner.dll", "Inner", string.Format(inner, "two"));
        var second = await hooks.Run(Hook, "{\"phone\": \"1\"}");
        hooks.Restart();
        Compile("lib/Inner.dll", "Inner", string.Format(inner, "three"));
        var third = await hooks.Run(Hook, "{\"phone\": \"1\"}");

        new[] { first, second, third }.Select(outcome => (string?)outcome.Data!["phone"])
            .Should().Equal("one", "two", "three");
    }

    [TestMethod]
    public async Task A_native_part_of_a_library_is_found_beside_it()
    {
        var folder = Directory.CreateDirectory(hooks.PathOf("lib/runtimes/linux-x64/native")).FullName;
        var libc = Directory.EnumerateFiles("/lib", "libm.so.6", SearchOption.AllDirectories).First();
        File.Copy(libc, Path.Combine(folder, "libitgrixmath.so"));
        Compile("lib/Native.dll", "Native", "public static class Native { "
            + "[System.Runtime.InteropServices.DllImport(\"itgrixmath\")] "
            + "public static extern double sqrt(double n); }");

        var outcome = await Run("return Success($\"{Native.sqrt(49)}\");", "#r \"lib/Native.dll\"\n");

        ((string?)outcome.Data!["phone"]).Should().Be("7", outcome.Reason);
    }

    [TestMethod]
    public async Task Sources_of_windows_are_refused_with_their_line()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var source = string.Format(TestHooks.Head, "ProcessClientPhone") + "// Привет\nreturn Success(\"1\");";
        await File.WriteAllBytesAsync(hooks.PathOf($"{Hook}.csx"), Encoding.GetEncoding(1251).GetBytes(source));

        var outcome = await hooks.Run(Hook, "{\"phone\": \"1\"}");

        outcome.Reason.Should().Contain($"{Hook}.csx(4,1): error ITX008").And.Contain("iconv -f cp1251");
    }

    [TestMethod]
    public async Task Sources_in_utf16_are_read()
    {
        var source = string.Format(TestHooks.Head, "ProcessClientPhone") + "return Success(\"Привет\");";
        await File.WriteAllTextAsync(hooks.PathOf($"{Hook}.csx"), source, Encoding.Unicode);

        var outcome = await hooks.Run(Hook, "{\"phone\": \"1\"}");

        ((string?)outcome.Data!["phone"]).Should().Be("Привет", outcome.Reason);
    }

    [TestMethod]
    public async Task Console_In_is_the_input_of_each_call()
    {
        hooks.Write($"{Hook}.csx", string.Format(TestHooks.Head, "ProcessClientPhone")
            + "return Success(Newtonsoft.Json.Linq.JObject.Parse(Console.In.ReadToEnd())[\"phone\"] + In.Phone);");

        var first = await hooks.Run(Hook, "{\"phone\": \"1\"}");
        var second = await hooks.Run(Hook, "{\"phone\": \"2\"}");

        ((string?)first.Data!["phone"]).Should().Be("11", first.Reason);
        ((string?)second.Data!["phone"]).Should().Be("22", second.Reason);
    }

    [TestMethod]
    [DataRow("new StreamReader(Console.OpenStandardInput()).ReadToEnd()")]
    [DataRow("Line()", "string Line() { Console.InputEncoding = Encoding.UTF8; return Console.ReadLine(); }")]
    [DataRow("Program()",
        "string Program() { var cat = new ProcessStartInfo(\"cat\") { RedirectStandardOutput = true };"
        + " return Process.Start(cat).StandardOutput.ReadToEnd(); }")]
    public async Task What_reads_past_the_console_reads_the_input_of_its_own_call(string read, string before = "")
    {
        hooks.Write($"{Hook}.csx", string.Format(TestHooks.Head, "ProcessClientPhone")
            + $"{before}\nreturn Success((string)Newtonsoft.Json.Linq.JObject.Parse({read})[\"phone\"]);");

        var first = await hooks.Run(Hook, "{\"phone\": \"1\"}");
        var second = await hooks.Run(Hook, "{\"phone\": \"2\"}");

        ((string?)first.Data!["phone"]).Should().Be("1", first.Reason);
        ((string?)second.Data!["phone"]).Should().Be("2", second.Reason);
    }

    [TestMethod]
    public async Task The_words_of_FailFast_are_the_reason() =>
        (await Run("Environment.FailFast(\"no database\");  return Success(\"1\");"))
            .Reason.Should().Contain("Process terminated. no database");

    [TestMethod]
    [DataRow("return true;", "return Success(value);")]
    [DataRow("return Success($params[\"phone\"]);", "variables have no $")]
    [DataRow("return Success('12');", "double quotes")]
    [DataRow("return Success(in.Phone);", "with a capital I")]
    [DataRow("return Success(In.phone);", "did you mean Phone?")]
    [DataRow("return Succes(In);", "did you mean Success?")]
    [DataRow("if (Params[\"phone\"] == \"1\") return Success(In); return Success(In);", "(string?)Params")]
    [DataRow("return Success(\"8\" . In.Phone);", "joined by +")]
    [DataRow("if (strlen(In.Phone) > 1) return Success(In); return Success(In);", "text.Length")]
    [DataRow("foreach (list as item) { } return Success(In);", "foreach (var item in list)")]
    [DataRow("if (false) { } elseif (true) { } return Success(In);", "else if")]
    [DataRow("echo \"1\"; return Success(In);", "Log.Info")]
    [DataRow("return Success(In->Phone);", "by a dot")]
    [DataRow("var s = NULL; return Success(In);", "write null")]
    [DataRow("string? s = null; return Success(In);", "#nullable enable")]
    [DataRow("var all = array(1, 2); return Success(In);", "string[] list")]
    [DataRow("if (In.CallFull.Channel.Type == Itgrix.Hooks.Calls.CallType.Inbound) return Success(In); "
        + "return Success(In);", "CallType.Incoming")]
    public async Task A_mistake_of_people_who_know_PHP_has_its_fix(string body, string fix)
    {
        var outcome = await Run(body);

        outcome.Reason.Should().Contain("Fix: ").And.Contain(fix);
    }

    [TestMethod]
    [DataRow("using Microsoft.Data.SqlClient;\nreturn Success(In);", "#r \"nuget: Name, 1.2.3\"")]
    [DataRow("namespace Own { class Book { } }\nreturn Success(In);", "leave the namespace and its braces out")]
    [DataRow("static class Ext { public static string Cut(this string text) => text; }\n"
        + "return Success(In.Phone.Cut());", "stands alone, in no class")]
    [DataRow("#load \"nuget:ScriptUnit, 0.1.3\"\n", "#load takes files of this machine")]
    [DataRow("#load \"https://example.org/a.csx\"\n", "#load takes files of this machine")]
    [DataRow("#load \"..\\shared\\names.csx\"\n", "folders are divided by /")]
    [DataRow("#:package Dapper@2.1.35\nreturn Success(In);", "names a package by #r")]
    [DataRow("class Program { static void Main(string[] args) { } }", "Nothing calls Main")]
    [DataRow("public static async Task<int> Run(string req) { return 1; }", "Nothing calls Run")]
    public async Task A_way_of_other_tools_has_its_fix(string body, string fix) =>
        (await (body.StartsWith("#load") ? Run("return Success(In);", body) : Run(body))).Reason.Should().Contain(fix);

    [TestMethod]
    [DataRow("", DisplayName = "empty")]
    [DataRow("cut", DisplayName = "cut")]
    [DataRow("other", DisplayName = "another script's")]
    public async Task A_compiled_script_that_is_not_the_compilers_is_compiled_again(string damage)
    {
        using var own = new TestHooks();
        own.Write("process_user_phone.csx",
            string.Format(TestHooks.Head, "ProcessUserPhone") + "return Success(\"other\");");
        own.Write($"{Hook}.csx",
            string.Format(TestHooks.Head, "ProcessClientPhone") + "return Success(\"mine\");");
        await own.Run(Hook, "{\"phone\": \"1\"}");
        await own.Run("process_user_phone", "{\"phone\": \"1\"}");
        var other = Directory.GetFiles(Path.Combine(own.Folder, "cache", "csx"), "*.dll")
            .ToDictionary(file => file, File.ReadAllBytes);

        foreach (var (file, content) in other)
            await File.WriteAllBytesAsync(file, damage switch
            {
                "" => [],
                "cut" => content[..^100],
                _ => other.First(one => one.Key != file).Value,
            });
        own.Restart();
        var afterRestart = await own.Run(Hook, "{\"phone\": \"1\"}");

        ((string?)afterRestart.Data!["phone"]).Should().Be("mine", afterRestart.Reason);
    }

    [TestMethod]
    public async Task A_compiled_script_that_is_damaged_while_the_service_runs_is_compiled_again()
    {
        using var own = new TestHooks(options => options with { Workers = 1 });
        own.Write($"{Hook}.csx", string.Format(TestHooks.Head, "ProcessClientPhone")
            + "if (In.Phone == \"exit\") Environment.Exit(1); return Success(\"mine\");");
        await own.Run(Hook, "{\"phone\": \"1\"}");
        foreach (var file in Directory.GetFiles(Path.Combine(own.Folder, "cache", "csx"), "*.dll"))
            await File.WriteAllBytesAsync(file, []);
        // The next worker loads it anew.
        await own.Run(Hook, "{\"phone\": \"exit\"}");

        var outcome = await own.Run(Hook, "{\"phone\": \"1\"}");

        ((string?)outcome.Data!["phone"]).Should().Be("mine", outcome.Reason);
    }

    private static async Task<HookOutcome> Run(string body, string before = "")
    {
        hooks.Write($"{Hook}.csx", before + string.Format(TestHooks.Head, "ProcessClientPhone") + body);
        return await hooks.Run(Hook,
            """{"phone": "1", "call_full": {"channel": {"id": "17.1", "type": "incoming"}}}""");
    }

    private static void Compile(string file, string name, string source, params string[] libraries)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(hooks.PathOf(file))!);
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)],
            [.. libraries.Prepend(typeof(object).Assembly.Location)
                .Select(library => MetadataReference.CreateFromFile(library))],
            new(OutputKind.DynamicallyLinkedLibrary));
        using var content = new MemoryStream();
        compilation.Emit(content).Success.Should().BeTrue();
        File.WriteAllBytes(hooks.PathOf(file), content.ToArray());
    }
}
