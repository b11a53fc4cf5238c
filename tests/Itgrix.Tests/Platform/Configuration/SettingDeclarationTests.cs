using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Tests.Support;
using Json.Schema;

namespace Itgrix.Tests.Platform.Configuration;

/// <summary>
/// What is made of the declarations of settings: the tables of the documentation and the schema for editors. With
/// <c>ITGRIX_WRITE=1</c> in the environment they are written.
/// </summary>
[TestClass]
public sealed partial class SettingDeclarationTests
{
    private static readonly bool Writes = Environment.GetEnvironmentVariable("ITGRIX_WRITE") == "1";

    private static readonly string SchemaFile = ProjectFolder.Of("config.schema.json");

    private static readonly string[] Sections =
        [.. Setting.Of(typeof(ItgrixConfig))
            .Select(section => section.Name), .. CrmModules.Shipped.Select(module => module.Crm.Id)];

    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [TestMethod]
    public void The_tables_of_settings_are_their_declarations()
    {
        foreach (var page in Pages())
        {
            var text = File.ReadAllText(page);
            var made = Table().Replace(text, table =>
                $"<!-- settings: {table.Groups[1].Value} -->\n"
                + $"{SettingTables.Table(table.Groups[1].Value)}<!-- end -->");
            if (Writes)
                File.WriteAllText(page, made);
            else
                text.Should().Be(made, $"{page}: ITGRIX_WRITE=1 writes it");
        }
    }

    [TestMethod]
    public void Every_setting_is_in_a_table_and_has_a_meaning()
    {
        var documented = Pages().SelectMany(page => Table().Matches(File.ReadAllText(page)))
            .SelectMany(table => SettingTables.Paths(table.Groups[1].Value)).ToHashSet();

        SettingTables.All().Should().HaveCountGreaterThan(100).And.BeSubsetOf(documented);
        Pages().SelectMany(page => File.ReadLines(page)).Should().NotContain(line => NoMeaning().IsMatch(line));
    }

    [TestMethod]
    public void The_schema_for_editors_is_made_of_the_declarations()
    {
        if (Writes)
            File.WriteAllText(SchemaFile, SettingSchema.Text());

        File.ReadAllText(SchemaFile).Should().Be(SettingSchema.Text(), "ITGRIX_WRITE=1 writes it");
    }

    [TestMethod]
    public void The_configuration_file_of_the_package_is_made_of_the_declarations()
    {
        var file = ProjectFolder.Of("packaging", "config.json");
        if (Writes)
            File.WriteAllText(file, SettingFile.Text());

        File.ReadAllText(file).Should().Be(SettingFile.Text(), "ITGRIX_WRITE=1 writes it");
        ItgrixConfig.Load(file).Should().BeEquivalentTo(ItgrixConfig.Load(null), same => same
            .Excluding(one => one.File).Excluding(one => one.Source).Excluding(one => one.Customizer.Folders));
    }

    [TestMethod]
    public void The_sections_of_that_file_are_right_once_they_are_no_comments()
    {
        var sections = File.ReadAllLines(ProjectFolder.Of("packaging", "config.json"))
            .Select(line => line.StartsWith("  // ") ? line[5..] : line);

        var json = JsonNode.Parse(string.Join('\n', sections), documentOptions: Lenient)!.AsObject();

        json.Select(section => section.Key).Except(["$schema"]).Should().BeEquivalentTo(Sections);
        Mistakes(JsonSchema.FromText(File.ReadAllText(SchemaFile)), Completed(json.ToJsonString()))
            .Where(mistake => !mistake.Contains("...")).Should().BeEmpty();
    }

    [TestMethod]
    public void Every_configuration_of_the_documentation_fits_the_schema()
    {
        var schema = JsonSchema.FromText(File.ReadAllText(SchemaFile));
        var samples = Pages()
            .SelectMany(page => Json().Matches(File.ReadAllText(page)).Select(block => block.Groups[1].Value))
            .Select(text => text.TrimStart().StartsWith('{') ? text : $"{{{text}}}")
            .Where(text => Sections.Any(section =>
                JsonDocument.Parse(text, Lenient).RootElement.TryGetProperty(section, out var json)
                    && json.ValueKind == JsonValueKind.Object))
            .ToList();

        samples.Should().HaveCountGreaterThan(8);
        foreach (var sample in samples)
            Mistakes(schema, Completed(sample)).Should().BeEmpty(sample);
    }

    [TestMethod]
    [DataRow("""{"customiser": {}}""")]
    [DataRow("""{"customizer": {"timeout": 0}}""")]
    [DataRow("""{"customizer": {"workers": 2.5}}""")]
    [DataRow("""{"log": {"level": "verbose"}}""")]
    [DataRow("""{"asterisk": {"ami": {"user": "u"}}}""")]
    [DataRow("""{"asterisk": {"ami": {"user": "u", "secret": {"enw": "A"}}}}""")]
    [DataRow("""{"extensions": {"only": [101]}}""")]
    [DataRow("""{"click_to_call": {"allowed": []}}""")]
    [DataRow("""{"kommo": {"account": "https://a.kommo.com", "default_user": 1, "users": {"101": "Alice"}}}""")]
    public void The_schema_refuses_what_the_service_refuses(string config) =>
        Mistakes(JsonSchema.FromText(File.ReadAllText(SchemaFile)), JsonNode.Parse(config)!.AsObject())
            .Should().NotBeEmpty();

    // Pages show a part of a CRM's section, without what every account needs.
    private static JsonObject Completed(string sample)
    {
        var config = JsonNode.Parse(sample, documentOptions: Lenient)!.AsObject();
        (config["bitrix24"] as JsonObject)?.TryAdd("default_user", 1);
        (config["kommo"] as JsonObject)?.TryAdd("default_user", 1);
        (config["kommo"] as JsonObject)?.TryAdd("account", "https://a.kommo.com");
        return config;
    }

    private static IEnumerable<string> Mistakes(JsonSchema schema, JsonObject config) =>
        schema.Evaluate(JsonElement.Parse(config.ToJsonString()), new() { OutputFormat = OutputFormat.List })
            is { IsValid: false } result
            ? result.Details!.Where(one => one.Errors is not null)
            .SelectMany(one => one.Errors!.Select(error => $"{one.InstanceLocation}: {error.Value}"))
            : [];

    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(ProjectFolder.Of("docs"), "*.md").Order();

    [GeneratedRegex("<!-- settings: (.*?) -->\n(.*?)<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\| `[^`]+` \|  \|")]
    private static partial Regex NoMeaning();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
