using System.Data.Common;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Itgrix.Tests.Telephony.Cel.Tables;

[TestClass]
public sealed class DbProviderTests
{
    private static readonly string MySqlConnectorFile = Path.Combine(AppContext.BaseDirectory, "MySqlConnector.dll");

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    [DataRow("sqlite", "SqliteFactory")]
    [DataRow("postgresql", "NpgsqlFactory")]
    [DataRow("mysql", "MySqlConnectorFactory")]
    [DataRow("odbc", "OdbcFactory")]
    public void The_services_own_providers_have_short_names(string name, string expected) =>
        Find(name, null).GetType().Name.Should().Be(expected);

    [TestMethod]
    public void The_dependencies_of_a_provider_are_found_beside_it()
    {
        Compile(
            "Needed.dll", "namespace Needed; public static class Texts { public static string Name => \"found\"; }");
        var file = Compile("Some.Provider.dll", """
            namespace Some;
            public sealed class Factory : System.Data.Common.DbProviderFactory
            {
                public static Factory Instance { get; } = new();
                public override string ToString() => Needed.Texts.Name;
            }
            """, _folder.File("Needed.dll"));

        var factory = Find("Some.Factory, Some.Provider", file);

        factory.ToString().Should().Be("found");
        File.Delete(_folder.File("Needed.dll"));
    }

    [TestMethod]
    public void A_missing_file_is_named() =>
        Finding("Some.Factory, Some", _folder.File("none.dll")).Should().Throw<CelStoreException>()
            .WithMessage($"asterisk.cel.assembly: {_folder.File("none.dll")} is missing*");

    [TestMethod]
    public void A_file_that_is_no_assembly_is_refused() =>
        Finding("Some.Factory, Some", _folder.Write("text.dll", "text")).Should().Throw<CelStoreException>()
            .WithMessage($"*Some.Factory, Some of {_folder.File("text.dll")} cannot be loaded*");

    [TestMethod]
    public void A_missing_type_is_named() =>
        Finding("MySqlConnector.Factory, MySqlConnector", MySqlConnectorFile).Should().Throw<CelStoreException>()
            .WithMessage("*there is no type MySqlConnector.Factory in *MySqlConnector.dll*");

    [TestMethod]
    public void A_provider_without_its_file_is_an_error() =>
        Finding("Some.Factory, Some.Provider", null).Should().Throw<CelStoreException>()
            .WithMessage("*no type Some.Factory in the service*asterisk.cel.assembly*");

    [TestMethod]
    public void A_type_that_is_no_factory_is_refused() =>
        Finding("MySqlConnector.MySqlConnection, MySqlConnector", MySqlConnectorFile)
            .Should().Throw<CelStoreException>()
            .WithMessage("*MySqlConnection*has no static field Instance*");

    private static DbProviderFactory Find(string provider, string? file) =>
        DbProvider.For(new CelTableOptions { Provider = provider, Connection = "", Assembly = file });

    private static Action Finding(string provider, string? file) => () => Find(provider, file);

    private string Compile(string name, string source, params string[] references)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] files =
            [.. references, .. new[] { "System.Runtime.dll", "System.Data.Common.dll", "System.Private.CoreLib.dll" }
            .Select(file => Path.Combine(framework, file))];
        var result = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(name), [CSharpSyntaxTree.ParseText(source)],
            files.Select(file => MetadataReference.CreateFromFile(file)), new(OutputKind.DynamicallyLinkedLibrary))
                .Emit(_folder.File(name));
        result.Diagnostics.Where(said => said.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        return _folder.File(name);
    }
}
