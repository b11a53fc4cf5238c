using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Itgrix.Tests.Hooks.Engines;

/// <summary>Features for the author of a script.</summary>
[TestClass]
public sealed class CsxAuthorTests
{
    private const string Hook = "process_client_phone";
    private const string Input = """{"phone": "1", "call_full": {"channel": {"id": "17.1", "type": "incoming"}}}""";

    private static TestHooks hooks = null!;

    [ClassInitialize]
    public static void Start(TestContext _) => hooks = new();

    [ClassCleanup]
    public static void Stop() => hooks.Dispose();

    [TestMethod]
    [DataRow("""await Task.Delay(1); return Success(In.Phone + "a");""", "1a", DisplayName = "await")]
    [DataRow(
        """return Success((string)Params["call_full"]!["channel"]!["id"]!);""", "17.1", DisplayName = "raw access")]
    [DataRow("return Success(In.CallFull.Channel.Type.ToString());", "Incoming", DisplayName = "typed access")]
    [DataRow("""Print("x"); return Success($"{Args.Count}");""", "0", DisplayName = "what dotnet script gives")]
    [DataRow("return Success(Path.GetFileName(Directory.GetCurrentDirectory()));",
        "bitrix24", DisplayName = "the script's folder is the current one")]
    [DataRow("""return Success(System.Globalization.CultureInfo.CurrentCulture.Name + "-");""", "-",
        DisplayName = "invariant culture")]
    [DataRow("""class Directory2 { public static string Of(string phone) => phone + phone; } return"""
        + """ Success(Directory2.Of("7"));""", "77", DisplayName = "own classes")]
    [DataRow("Success(\"last\")", "last", DisplayName = "an expression at the end")]
    public async Task A_script_may_use(string body, string phone)
    {
        var outcome = await Run(body);

        ((string?)outcome.Data!["phone"]).Should().Be(phone, outcome.Reason);
        outcome.Kind.Should().Be(OutcomeKind.Applied);
    }

    [TestMethod]
    [DataRow("delegate int Twice(int n); Twice twice = n => n * 2; return Success($\"{twice(21)}\");",
        DisplayName = "a delegate type")]
    [DataRow("delegate T Same<T>(T n); Same<int> same = n => n; return Success($\"{same(42)}\");",
        DisplayName = "a generic delegate type")]
    [DataRow("[System.Runtime.InteropServices.DllImport(\"kernel32.dll\")] static extern int GetTickCount(); "
        + "return Success(\"42\");", DisplayName = "a function of another system")]
    [DataRow("class Win { [System.Runtime.InteropServices.DllImport(\"none\", EntryPoint = \"#1\")] public static "
        + "extern unsafe void Call(delegate*<int, void> done); } return Success(\"42\");",
        DisplayName = "a function of a missing library")]
    [DataRow(
        "class Old { public extern int Number(); } return Success(\"42\");", DisplayName = "extern without a library")]
    [DataRow("[System.Runtime.InteropServices.ComImport, "
        + "System.Runtime.InteropServices.Guid(\"00000000-0000-0000-C000-000000000046\")] interface IUnknown { "
        + "void Call(); } return Success(\"42\");", DisplayName = "an interface of COM")]
    [DataRow("[System.Runtime.InteropServices.ComImport, "
        + "System.Runtime.InteropServices.Guid(\"00000000-0000-0000-C000-000000000046\")] class Excel { } "
        + "return Success(\"42\");", DisplayName = "a class of COM")]
    [DataRow("interface IMake<T> where T : IMake<T> { static abstract T Make(); static virtual int Size => 1; } "
        + "return Success(\"42\");", DisplayName = "static abstract members")]
    [DataRow("abstract class Base { public abstract int N { get; } public virtual T Of<T>(T x) => x; } return "
        + "Success(\"42\");", DisplayName = "abstract and generic methods")]
    [DataRow("ref struct Cursor(ReadOnlySpan<char> text) { public ReadOnlySpan<char> Rest = text; public void "
        + "Next() => Rest = Rest[1..]; } return Success(\"42\");", DisplayName = "a ref struct")]
    [DataRow("[System.Runtime.CompilerServices.InlineArray(4)] struct Four { int first; } return Success(\"42\");",
        DisplayName = "an inline array")]
    [DataRow("class Native { [System.Runtime.InteropServices.UnmanagedCallersOnly] public static int Add(int a, "
        + "int b) => a + b; } return Success(\"42\");", DisplayName = "a function for native callers")]
    [DataRow("class Native { public static unsafe int Run(delegate* unmanaged[Cdecl]<int, int> call) => call(1); "
        + "} return Success(\"42\");", DisplayName = "a function pointer")]
    [DataRow("[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] "
        + "struct Torn { [System.Runtime.InteropServices.FieldOffset(0)] public object A; "
        + "[System.Runtime.InteropServices.FieldOffset(0)] public int B; } class User { public int Use(Torn "
        + "torn) => torn.B; } return Success(\"42\");", DisplayName = "a type that cannot be loaded")]
    [DataRow("class Start { static Start() => throw new Exception(); public static int N = 1; public static int "
        + "Get() => N; } return Success(\"42\");", DisplayName = "a type with an initializer " + "that throws")]
    [DataRow("class Start { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Run() => "
        + "Seen.Phone = In.Phone; } static class Seen { public static string Phone = \"\"; } return "
        + "Success(Seen.Phone + \"42\");", "142", DisplayName = "a module initializer, which " + "runs in the call")]
    public async Task A_script_may_declare_what_never_runs(string body, string phone = "42")
    {
        var outcome = await Run(body);

        ((string?)outcome.Data!["phone"]).Should().Be(phone, outcome.Reason);
        outcome.Kind.Should().Be(OutcomeKind.Applied);
        outcome.Warnings.Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("class Uses { public Missing.Part Field; public Missing.Part Of(Missing.Part part) => part; }")]
    [DataRow("class Uses : Missing.Part { }")]
    [DataRow("class Uses { public Missing.Value Field; public int Of(Missing.Value part) => part.Number; }")]
    [DataRow("int Of(Missing.Value part) => part.Number; Missing.Part Make() => new();")]
    public async Task A_type_from_a_missing_library_matters_only_to_code_that_runs(string declaration)
    {
        hooks.Write("libraries/placeholder", "");
        Compile(hooks.PathOf("libraries/Basis.dll"),
            "Basis", "namespace Basis { public class Thing { } public struct Size { public int N; } }");
        Compile(hooks.PathOf("libraries/Missing.dll"), "Missing",
            "namespace Missing { public class Part : Basis.Thing { } public struct Value { public "
            + "Basis.Size Size; public int Number; } }",
            hooks.PathOf("libraries/Basis.dll"));
        hooks.Write($"{Hook}.csx", "#r \"libraries/Missing.dll\"\n#r \"libraries/Basis.dll\"\n"
            + string.Format(TestHooks.Head, "ProcessClientPhone") + declaration + " return Success(\"42\");");
        await hooks.Warm();
        File.Delete(hooks.PathOf("libraries/Basis.dll"));

        var outcome = await hooks.Run(Hook, Input);

        ((string?)outcome.Data!["phone"]).Should().Be("42", outcome.Reason);
    }

    [TestMethod]
    public async Task A_possible_null_is_an_error_where_the_script_enables_it_as_under_dotnet_script()
    {
        var outcome = await Run("#nullable enable\nstring phone = null;\nreturn Success(phone);");

        Problem(outcome).Should().Contain("error CS86");
    }

    [TestMethod]
    public async Task A_library_in_the_folder_is_used_and_a_newer_one_from_the_next_call_on()
    {
        hooks.Write("libraries/placeholder", "");
        for (var version = 1; version <= 3; version++)
        {
            Compile(hooks.PathOf("libraries/Directory.dll"), version);

            var outcome = await Run("return Success(PhoneBook.Version());", "#r \"libraries/Directory.dll\"\n");

            ((string?)outcome.Data!["phone"]).Should().Be($"library {version}", outcome.Reason);
        }
    }

    [TestMethod]
    public async Task A_missing_library_is_reported_with_its_line()
    {
        var outcome = await Run("return Success(In);", "#r \"libraries/None.dll\"\n");

        Problem(outcome).Should().Contain("process_client_phone.csx(1,1): error CS0006")
            .And.Contain("libraries/None.dll");
    }

    [TestMethod]
    public async Task A_script_cannot_touch_another_call_by_static_state_of_its_own_class_across_versions()
    {
        const string body = "class Kept { public static int Count; } return Success($\"{++Kept.Count}\");";

        await Run(body);
        var outcome = await Run(body + " // another version");

        ((string?)outcome.Data!["phone"]).Should().Be("1");
    }

    // Where an earlier version was good, that one ran, and the warning says why.
    private static string Problem(HookOutcome outcome) => outcome.Reason ?? string.Join(' ', outcome.Warnings);

    private static async Task<HookOutcome> Run(string body, string before = "")
    {
        hooks.Write($"{Hook}.csx", before + string.Format(TestHooks.Head, "ProcessClientPhone") + body);
        return await hooks.Run(Hook, Input);
    }

    private static void Compile(string file, int version) => Compile(file, "Directory",
        $"public static class PhoneBook {{ public static string Version() => \"library {version}\"; }}");

    private static void Compile(string file, string name, string source, params string[] libraries)
    {
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)],
            [.. libraries.Prepend(typeof(object).Assembly.Location)
                .Select(library => MetadataReference.CreateFromFile(library))],
            new(OutputKind.DynamicallyLinkedLibrary));
        using var content = new MemoryStream();
        compilation.Emit(content).Success.Should().BeTrue();
        File.WriteAllBytes(file, content.ToArray());
    }
}
