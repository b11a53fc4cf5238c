using System.Reflection.PortableExecutable;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks;

/// <summary>Files beside scripts for editors and <c>dotnet script</c>.</summary>
[TestClass]
public sealed class AuthorFilesTests
{
    private static readonly string[] Files =
        ["Itgrix.Hooks.dll", "Itgrix.Hooks.xml", "Newtonsoft.Json.dll", "Newtonsoft.Json.xml"];

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task New_puts_libraries_beside_scripts_that_any_runtime_loads()
    {
        var created = await Command.Run("", "new", "kommo/post_registration", "--customizations", _folder.Path);

        created.ExitCode.Should().Be(0, created.Errors);
        AreForAnyRuntime(_folder.File("lib"));
    }

    [TestMethod]
    public void The_libraries_of_the_shipped_folder_are_such_that_any_runtime_loads() =>
        AreForAnyRuntime(ProjectFolder.Of("customizations", "lib"));

    [TestMethod]
    public void The_program_carries_its_libraries_in_a_form_that_any_runtime_loads() =>
        AreForAnyRuntime(Path.Combine(AppContext.BaseDirectory, "authors"));

    [TestMethod]
    public void A_program_that_is_compiled_ahead_carries_its_libraries_in_a_form_that_any_runtime_loads()
    {
        if (!File.Exists(ProjectFolder.Of("out", "Itgrix.Hooks.dll")))
            Assert.Inconclusive("Nothing is compiled ahead: ./run.sh build --release does it.");
        AreForAnyRuntime(ProjectFolder.Of("out", "authors"));
    }

    [TestMethod]
    public void Libraries_of_another_kind_or_version_are_replaced_and_others_of_the_customer_stay()
    {
        foreach (var file in Files)
            _folder.Write($"lib/{file}", "what an earlier version left");
        _folder.Write("lib/Own.dll", "the customer's");
        _folder.Write("itgrix.csx", "// the customer's");

        AuthorFiles.Install(_folder.Path);

        File.ReadAllText(_folder.File("lib/Own.dll")).Should().Be("the customer's");
        File.ReadAllText(_folder.File("itgrix.csx")).Should().Be("// the customer's");
        File.Delete(_folder.File("lib/Own.dll"));
        AreForAnyRuntime(_folder.File("lib"));
    }

    private static void AreForAnyRuntime(string folder)
    {
        Directory.EnumerateFiles(folder).Select(Path.GetFileName).Should().BeEquivalentTo(Files);
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll"))
        {
            using var image = new PEReader(File.OpenRead(file));
            var header = image.PEHeaders.CorHeader!;
            header.Flags.Should().HaveFlag(CorFlags.ILOnly, file);
            header.ManagedNativeHeaderDirectory.Size.Should().Be(0, "{0} has no code that is compiled ahead", file);
        }
    }
}
