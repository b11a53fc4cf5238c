using System.Text;
using System.Text.Json;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Tests.Hooks.DotnetScript;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Engines;

/// <summary>
/// Scripts have the cultures of the system, but format numbers and dates invariantly unless they choose one.
/// </summary>
[TestClass]
public sealed class CultureTests
{
    private const string Hook = "process_client_phone";
    private const string Input = """{"phone": "1"}""";
    private const string Russian = "var russian = new System.Globalization.CultureInfo(\"ru-RU\"); ";

    private static readonly Dictionary<string, string> Expected = new()
    {
        ["new DateTime(2026, 3, 1).ToString(\"d MMMM yyyy\", russian)"] = "1 марта 2026",
        ["(1234567.5m).ToString(\"N2\", russian)"] = "1\u00a0234\u00a0567,50",
        ["string.Join(' ', new[] { \"ель\", \"Жук\", \"Ёж\", \"яблоко\", \"арбуз\" }"
            + ".Order(StringComparer.Create(russian, false)))"] = "арбуз Ёж ель Жук яблоко",
        ["string.Join(' ', new[] { \"b\", \"C\", \"a\", \"B\" }.Order())"] = "a b B C",
        ["$\"{\"Й\".Normalize(NormalizationForm.FormD).Length}{\"И\\u0306\".Normalize().Length}\""] = "21",
        ["$\"{string.Equals(\"Й\", \"И\\u0306\", StringComparison.InvariantCulture)}\""] = "True",
        ["TimeZoneInfo.ConvertTimeFromUtc(new DateTime(2026, 1, 1), "
            + "TimeZoneInfo.FindSystemTimeZoneById(\"Russian Standard Time\")).ToString(\"HH:mm\")"] = "03:00",
        ["new System.Globalization.RegionInfo(\"RU\").ISOCurrencySymbol"] = "RUB",
        ["new System.Globalization.CultureInfo(\"tr-TR\").TextInfo.ToUpper(\"i\")"] = "İ",
    };

    private static readonly Lazy<Task<(string[] InService, string[] Alone)>> Outcomes = new(RunAll);

    private static TestHooks hooks = null!;

    [ClassInitialize]
    public static void Start(TestContext _)
    {
        var language = Environment.GetEnvironmentVariable("LC_ALL");
        Environment.SetEnvironmentVariable("LC_ALL", "ru_RU.UTF-8");
        hooks = new(options => options with { Workers = 1 });
        Write("return Success(In);");
        hooks.Run(Hook, Input).GetAwaiter().GetResult().Kind.Should().Be(OutcomeKind.Applied);
        Environment.SetEnvironmentVariable("LC_ALL", language);
    }

    [ClassCleanup]
    public static void Stop() => hooks.Dispose();

    public static IEnumerable<object[]> Rows => Expected.Keys.Select(expression => new object[] { expression });

    /// <summary>One script has all expressions: both programs compile it once.</summary>
    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task A_script_knows_cultures_as_under_dotnet_script(string expression)
    {
        if (IcuLibrary.Problem is { } problem)
            Assert.Inconclusive(problem);
        var row = Expected.Keys.ToList().IndexOf(expression);

        var (inService, alone) = await Outcomes.Value;

        (inService[row], alone[row]).Should().Be((Expected[expression], Expected[expression]));
    }

    [TestMethod]
    public async Task The_language_of_the_machine_does_not_change_what_a_script_writes()
    {
        Write("var row = await Task.Run(() => $\"{1.5} {new DateTime(2026, 3, 1):d}\"); return "
            + "Success($\"{1.5} {row}\");");

        ((string?)(await hooks.Run(Hook, Input)).Data!["phone"]).Should().Be("1.5 1.5 03/01/2026");
    }

    [TestMethod]
    public async Task A_culture_that_a_script_sets_ends_with_its_call()
    {
        if (IcuLibrary.Problem is { } problem)
            Assert.Inconclusive(problem);
        Write(Russian + """
            System.Globalization.CultureInfo.CurrentCulture = russian;
            System.Globalization.CultureInfo.DefaultThreadCurrentCulture = russian;
            return Success($"{1.5}");
            """);
        ((string?)(await hooks.Run(Hook, Input)).Data!["phone"]).Should().Be("1,5");

        Write("return Success($\"{1.5} {await Task.Run(() => $\"{2.5}\")}\");");
        ((string?)(await hooks.Run(Hook, Input)).Data!["phone"]).Should().Be("1.5 2.5");
    }

    private static async Task<(string[] InService, string[] Alone)> RunAll()
    {
        var file = Write(
            $"{Russian}return Success(string.Join('|', new string[] {{ {string.Join(",\n", Expected.Keys)} }}));");

        var outcome = await hooks.Run(Hook, Input);
        var alone = await DotnetScriptProcess.Run(file, Encoding.UTF8.GetBytes(Input));

        using var reply = JsonDocument.Parse(
            alone.Output.Length > 0 ? alone.Output : throw new AssertFailedException(alone.Error));
        return (
            ((string?)outcome.Data?["phone"] ?? throw new AssertFailedException($"{outcome.Reason}")).Split('|'),
            reply.RootElement.GetProperty("data").GetProperty("phone").GetString()!.Split('|'));
    }

    private static string Write(string body) =>
        hooks.Write($"{Hook}.csx", string.Format(TestHooks.Head, "ProcessClientPhone") + body);
}
