using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Itgrix.Tests.Engines;

/// <summary>What the author of a script can do.</summary>
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
    [DataRow("""return Success((string)Params["call_full"]!["channel"]!["id"]!);""", "17.1", DisplayName = "raw access")]
    [DataRow("return Success(In.CallFull.Channel.Type.ToString());", "Incoming", DisplayName = "typed access")]
    [DataRow("""Print("x"); return Success($"{Args.Count}");""", "0", DisplayName = "what dotnet script gives")]
    [DataRow("return Success(Path.GetFileName(Directory.GetCurrentDirectory()));", "bitrix24", DisplayName = "the script's folder is the current one")]
    [DataRow("""return Success(System.Globalization.CultureInfo.CurrentCulture.Name + "-");""", "-", DisplayName = "invariant culture")]
    [DataRow("""class Directory2 { public static string Of(string phone) => phone + phone; } return Success(Directory2.Of("7"));""", "77", DisplayName = "own classes")]
    [DataRow("Success(\"last\")", "last", DisplayName = "an expression at the end")]
    public async Task A_script_may_use(string body, string phone)
    {
        var outcome = await Run(body);

        ((string?)outcome.Data!["phone"]).Should().Be(phone, outcome.Reason);
        outcome.Kind.Should().Be(OutcomeKind.Applied);
    }

    [TestMethod]
    public async Task A_possible_null_is_an_error_where_the_script_asks_for_it_as_under_dotnet_script()
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
    public async Task A_library_that_is_missing_is_told_with_its_line()
    {
        var outcome = await Run("return Success(In);", "#r \"libraries/None.dll\"\n");

        Problem(outcome).Should().Contain("process_client_phone.csx(1,1): error CS0006").And.Contain("libraries/None.dll");
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

    private static void Compile(string file, int version)
    {
        var source = $"public static class PhoneBook {{ public static string Version() => \"library {version}\"; }}";
        var compilation = CSharpCompilation.Create("Directory", [CSharpSyntaxTree.ParseText(source)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], new(OutputKind.DynamicallyLinkedLibrary));
        using var content = new MemoryStream();
        compilation.Emit(content).Success.Should().BeTrue();
        File.WriteAllBytes(file, content.ToArray());
    }
}
