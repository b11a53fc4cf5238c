using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Tests.Hooks.DotnetScript;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Engines;

/// <summary>Packages that scripts name, from a folder of package files; no test asks a server.</summary>
[TestClass]
public sealed class PackageTests
{
    private const string Hook = "process_client_phone";
    private const string File = Hook + ".csx";

    private readonly TestHooks _hooks = new(options => options with { Workers = 1 });

    [TestInitialize]
    public void Prepare() => Configure("packages");

    [TestCleanup]
    public void Clean() => _hooks.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_script_uses_a_package_and_what_that_needs()
    {
        WriteTwo(alsoNeeded: "NETStandard.Library 2.0.3");

        var outcome = await EventuallyApplied("return Success(Outer.Text.Of(In.Phone));");

        ((string?)outcome.Data!["phone"]).Should().Be("8 by 1.1.0", "the lowest version that is enough is taken");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_same_script_runs_under_the_rules_of_dotnet_script()
    {
        WriteTwo();
        var file = _hooks.Write(File, Script("return Success(Outer.Text.Of(In.Phone));"));

        var result = await DotnetScriptProcess.Run(file, "{\"phone\":\"8\"}"u8.ToArray());

        result.Output.Should().Be("{\"data\":{\"phone\":\"8 by 1.1.0\"},\"state\":\"success\"}\n", result.Error);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task No_call_waits_for_packages_and_the_last_good_version_runs_meanwhile()
    {
        WriteTwo();
        _hooks.Write(File, string.Format(TestHooks.Head, "ProcessClientPhone") + "return Success(\"before\");");
        await Run();
        _hooks.Write(File, Script("return Success(Outer.Text.Of(In.Phone));"));

        var meanwhile = await Run();

        ((string?)meanwhile.Data!["phone"]).Should().Be("before");
        meanwhile.Warnings.Should().ContainMatch("*package Outer 1.0.0: it is being restored*");
        await Eventually.GetAsync(Run, outcome => (string?)outcome.Data!["phone"] == "8 by 1.1.0");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task After_a_restart_nothing_is_restored_again()
    {
        WriteTwo();
        await EventuallyApplied("return Success(Outer.Text.Of(In.Phone));");
        Directory.Delete(Path.Combine(_hooks.CustomizationsFolder, "packages"), recursive: true);

        _hooks.Restart();

        (await Run()).Kind.Should().Be(OutcomeKind.Applied);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Newtonsoft.Json, 12.0.3"), DataRow("System.Net.Http, 4.3.3"), DataRow("NETStandard.Library,2.0.0")]
    [DataRow("newtonsoft.json,  13.0.1 ")]
    public async Task A_package_that_every_script_has_needs_no_source(string package)
    {
        _hooks.Write(File, $"#! \"netcoreapp2.1\"\n#r \"nuget:{package}\"\n"
            + string.Format(TestHooks.Head, "ProcessClientPhone")
            + "return Success(Newtonsoft.Json.JsonConvert.SerializeObject(new { a = 1 }));");

        ((string?)(await Run()).Data!["phone"]).Should().Be("{\"a\":1}");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Outer", "a version is required, so that the hook stays as it was tried: #r \"nuget: Outer, 1.2.3\".")]
    [DataRow("Outer, 1.*", "one exact version is required")]
    [DataRow("Outer, [1.0,2.0)", "one exact version is required")]
    [DataRow("../Outer, 1.0.0", "this is no name of a package")]
    [DataRow("Outer, 3.0.0", "Outer has no version 3.0.0; there are 1.0.0, 2.0.0.")]
    [DataRow("Outer, 2.0.0", "it needs Absent (>= 1.0.0), which is at none of ")]
    [DataRow("Absent, 1.0.0", "check its name, or put its .nupkg file into ")]
    [DataRow("Phone, 1.0.0", "it has no files for .NET 10, only for monoandroid10.0, uap10.0: use a version")]
    [DataRow("Natives, 1.0.0", "its native libraries are for win-x64, osx, not for linux-")]
    [DataRow("Tools, 1.0.0", "it has no library that a script can use, only files for builds or tools")]
    [DataRow("Broken, 1.0.0", "package Broken 1.0.0: ")]
    public async Task What_is_wrong_with_a_package_is_told_with_its_line(string package, string expected)
    {
        WriteAll();

        var messages = await Check($"\n#r \"nuget: {package}\"\nreturn null;");

        var error = messages.Should().ContainSingle(message => message.IsError).Subject;
        error.Text.Should().Contain(expected);
        (error.File, error.Line).Should().Be((_hooks.PathOf(File), 2));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_source_that_does_not_answer_is_named_with_what_to_put_where()
    {
        Configure("http://127.0.0.1:9/index.json");

        var messages = await Check("#r \"nuget: Absent, 1.0.0\"\nreturn null;");

        messages.Should().ContainSingle().Which.Text.Should().Match(
            "*cannot be fetched from http://127.0.0.1:9/index.json "
            + $"(*put the .nupkg files of it and of what it needs into {_hooks.CustomizationsFolder}/packages/.");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Two_versions_of_a_package_are_refused_and_a_restore_tells_its_time()
    {
        WriteAll();
        _hooks.Write("other.csx", "#r \"nuget: Outer, 2.0.0\"\n");

        var twice = await Check("#load \"other.csx\"\n#r \"nuget: Outer, 1.0.0\"\nreturn null;");
        var old = await Check("#r \"nuget: Old, 1.0.0\"\n" + string.Format(TestHooks.Head, "ProcessClientPhone")
            + "return Success(Old.Text.Of());");

        twice.Should().ContainSingle(message => message.IsError).Which.Text.Should().Contain("of it: use one.");
        old.Should().NotContain(message => message.IsError);
        old.Should().Contain(message => message.Severity == "warning" && message.Text.Contains("for .NET Framework"));
        old.Should().Contain(message =>
            message.Severity == "note" && message.Text.StartsWith("its packages were restored, which took "));
    }

    private string Packages => Path.Combine(_hooks.CustomizationsFolder, "packages");

    private void WriteTwo(params string[] alsoNeeded)
    {
        var inner = TestPackage.Library("Inner", "namespace Inner { public static class Text { public static string Of("
            + "string a) => a + \" by 1.1.0\"; } }");
        TestPackage.Write(Packages, "Inner", "1.1.0", [], ("lib/netstandard2.0/Inner.dll", inner));
        TestPackage.Write(Packages, "Inner", "1.2.0", [], ("lib/netstandard2.0/Inner.dll", "new"u8.ToArray()));
        TestPackage.Write(Packages, "Outer", "1.0.0", ["Inner 1.0.5", .. alsoNeeded],
            ("lib/net8.0/Outer.dll", TestPackage.Library("Outer", "namespace Outer { public static class Text { public "
                + "static string Of(string a) => Inner.Text.Of(a); } }", inner)),
            ("lib/netstandard1.0/Outer.dll", "old"u8.ToArray()));
    }

    private void WriteAll()
    {
        WriteTwo();
        byte[] any = [1];
        TestPackage.Write(Packages, "Outer", "2.0.0", ["Absent 1.0.0"], ("lib/net8.0/Outer.dll", any));
        TestPackage.Write(Packages, "Phone", "1.0.0", [],
            ("lib/monoandroid10.0/P.dll", any), ("lib/uap10.0/P.dll", any));
        TestPackage.Write(Packages, "Natives", "1.0.0", [],
            ("runtimes/win-x64/native/n.dll", any), ("runtimes/osx/native/n.dylib", any));
        TestPackage.Write(Packages, "Tools", "1.0.0", [], ("build/Tools.targets", any));
        TestPackage.Write(Packages, "Old", "1.0.0", [], ("lib/net45/Old.dll", TestPackage.Library("Old",
            "namespace Old { public static class Text { public static string Of() => \"\"; } }")));
        System.IO.File.WriteAllText(Path.Combine(Packages, "Broken.1.0.0.nupkg"), "this is no archive");
    }

    // Nothing of the machine's own sources.
    private void Configure(string source) => System.IO.File.WriteAllText(
        Path.Combine(_hooks.CustomizationsFolder, "NuGet.Config"), $"""
        <configuration><packageSources><clear />
        <add key="test" value="{source}" allowInsecureConnections="true" />
        </packageSources></configuration>
        """);

    private static string Script(string body) =>
        "#r \"nuget: Outer, 1.0.0\"\n" + string.Format(TestHooks.Head, "ProcessClientPhone") + body;

    private Task<HookOutcome> Run() => _hooks.Run(Hook, """{"phone": "8"}""");

    private Task<HookOutcome> EventuallyApplied(string body)
    {
        _hooks.Write(File, Script(body));
        return Eventually.GetAsync(Run, outcome => outcome.Kind == OutcomeKind.Applied);
    }

    private async Task<IReadOnlyList<ScriptMessage>> Check(string text)
    {
        using var engine = new CsxEngine(new() { Cache = Path.Combine(_hooks.Folder, "cache") });
        return await engine.Check(_hooks.Write(File, text), CancellationToken.None);
    }
}
