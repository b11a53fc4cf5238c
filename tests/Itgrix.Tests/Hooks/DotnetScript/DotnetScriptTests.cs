using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.DotnetScript;

/// <summary>Behaviour of a script under <c>dotnet script</c>.</summary>
[TestClass]
public sealed class DotnetScriptTests
{
    private const string Head = """
        #load "../itgrix.csx"
        using static Itgrix.Hooks.Hook;
        using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

        """;

    private readonly TemporaryFolder folder = new();

    [TestInitialize]
    public void Prepare()
    {
        foreach (var file in new[] { "itgrix.csx", "lib/Itgrix.Hooks.dll", "lib/Newtonsoft.Json.dll" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            File.Copy(ProjectFolder.Of("customizations", file), folder.File(file));
        }
    }

    [TestCleanup]
    public void Clean() => folder.Dispose();

    [TestMethod]
    public async Task The_output_of_a_script_does_not_change_its_reply()
    {
        var result = await Run("""
            Console.WriteLine("first: " + In.Phone);
            WriteLine("second");
            Log.Info("third");
            return Success(In.Phone + "0");
            """);

        result.Output.Should().Be("{\"data\":{\"phone\":\"80\"},\"state\":\"success\"}\n");
        result.Error.Should().Contain("first: 8").And.Contain("second").And.Contain("Info: third");
    }

    [TestMethod]
    public async Task A_script_that_fails_prints_the_reason_and_exits_with_1()
    {
        var result = await Run("return Fail(\"no number\");");

        result.ExitCode.Should().Be(1);
        result.Output.Should().Be("{\"state\":\"error\",\"message\":\"no number\"}\n");
        result.Error.Should().Contain("no number");
    }

    [TestMethod]
    public async Task A_script_that_does_not_compile_is_reported_with_its_line()
    {
        var result = await Run("return Succes(In);");

        result.ExitCode.Should().Be(1);
        result.Output.Should().BeEmpty();
        result.Error.Should().Contain("hook.csx(4,8)").And.Contain("CS0103");
    }

    [TestMethod]
    public async Task A_script_that_throws_is_reported_with_the_reason()
    {
        var result = await Run("throw new InvalidOperationException(\"no luck\");");

        result.ExitCode.Should().Be(1);
        result.Error.Should().Contain("no luck");
    }

    private Task<DotnetScriptResult> Run(string body) =>
        DotnetScriptProcess.Run(folder.Write("bitrix24/hook.csx", Head + body), "{\"phone\":\"8\"}"u8.ToArray());
}
