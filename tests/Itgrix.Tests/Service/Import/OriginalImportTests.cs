using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Service.Import;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Service.Import;

/// <summary>What is taken over from an original connector, and what is asked.</summary>
[TestClass]
public sealed class OriginalImportTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void Hooks_stay_where_they_are_and_run_with_their_switches_and_timeouts()
    {
        var hook = _folder.Write("opt/itgrix_bx/customizer/actions/need_registration.php", "<?php return array();");
        _folder.Write("etc/itgrix_bx/config.json", """
            {"customizer": {"enabled": true, "timeout": 7, "methods":
             {"need_registration": true, "process_client_phone": false, "process_record_file_path": {"timeout": 20}}}}
            """);

        var options = Load(Import()).Customizer;

        options.Folders.Should().ContainSingle(folder => folder.Crm == Crm.Bitrix24)
            .Which.Path.Should().Be(Path.GetDirectoryName(hook));
        options.Timeout.Should().Be(TimeSpan.FromSeconds(7));
        options.IsEnabled(Hook("bitrix24/need_registration")).Should().BeTrue();
        options.IsEnabled(Hook("bitrix24/process_client_phone")).Should().BeFalse();
        options.IsEnabled(Hook("kommo/process_client_phone")).Should().BeTrue("the file was the other connector's");
        options.LimitOf(Hook("bitrix24/process_record_file_path")).Should().Be(TimeSpan.FromSeconds(20));
    }

    [TestMethod]
    public void Both_connectors_are_taken_over_together()
    {
        _folder.Write("opt/itgrix_bx/custom/need_registration.php", "<?php return array();");
        _folder.Write("opt/itgrix_amo/customizer/actions/need_registration.php", "<?php return array();");
        var patterns = _folder.Write("etc/itgrix_amo/fmc_patterns.txt", "8123456XXXX\n");

        var config = Load(Import());

        config.Customizer.Folders.Select(folder => folder.Crm).Should().Equal(null, Crm.Bitrix24, Crm.Kommo);
        config.Numbers.LocalPatterns.Should().Be(patterns);
    }

    [TestMethod]
    public void A_hook_with_its_name_of_an_older_version_is_named_with_its_present_names()
    {
        var old = _folder.Write("opt/itgrix_bx/customizer/actions/process_phone_number.php", "<?php return array();");
        _folder.Write("opt/itgrix_bx/customizer/actions/get_updated_lead_fields.php", "<?php return array();");

        Import().Lines.Where(line => line.Kind == ImportKind.Rename).Should().HaveCount(2)
            .And.Contain(new ImportLine(ImportKind.Rename, old,
                "copy it to process_user_phone.php and process_client_phone.php in the same folder"));
    }

    [TestMethod]
    [DataRow("ami.secret", "asterisk.ami")]
    [DataRow("database.password", "asterisk.cel")]
    [DataRow("crm.default_user", "default_user")]
    [DataRow("something_else", "What did it do?")]
    public void A_setting_whose_meaning_is_not_published_is_a_question_without_its_value(string path, string words)
    {
        var json = path.Split('.').Reverse().Aggregate<string, JsonNode>(
            JsonValue.Create("sesame"), (inner, name) => new JsonObject { [name] = inner });
        _folder.Write("etc/itgrix_bx/config.json", json.ToJsonString());

        var line = Import().Lines.Should().ContainSingle().Subject;

        line.Kind.Should().Be(ImportKind.Open);
        line.What.Should().EndWith($": {path}");
        line.Text.Should().Contain(words);
        $"{line}".Should().NotContain("sesame");
    }

    [TestMethod]
    public void Mistakes_of_the_original_file_are_questions_too()
    {
        _folder.Write("etc/itgrix_bx/config.json", "{\"customizer\": {\"timeout\": 0}}");

        Import().Lines.Should().ContainSingle(line => line.Kind == ImportKind.Open)
            .Which.Text.Should().StartWith("line 1: customizer.timeout is 0");
    }

    [TestMethod]
    public void With_the_originals_configuration_hooks_are_looked_for_where_the_original_has_them()
    {
        var hook = _folder.Write("opt/itgrix_amo/customizer/actions/need_registration.php", "<?php return array();");
        var file = _folder.Write("etc/itgrix_amo/config.json", """{"ami": {"host": "localhost"}}""");

        ItgrixConfig.LoadOriginal(file).Customizer.Folders.Should().Equal(
            [new(Path.GetDirectoryName(hook)!, Crm.Kommo)]);
    }

    [TestMethod]
    public void The_written_file_has_all_other_sections_as_comments()
    {
        var template = File.ReadAllText(ProjectFolder.Of("packaging", "config.json"));

        var text = ConfigWriter.Text(new() { ["http"] = new JsonObject { ["port"] = 8078 } }, template);

        ItgrixConfig.Load(_folder.Write("config.json", text)).Http.Port.Should().Be(8078);
        text.Should().Contain("  \"http\": {\n    \"port\": 8078\n  },\n").And.NotContain("// \"http\"");
        var sections = template.Split('\n').Count(line => line.StartsWith("  // \"") && line.EndsWith(": {"));
        text.Split('\n').Count(line => line.StartsWith("  // \"") && line.EndsWith(": {")).Should().Be(sections - 1);
    }

    [TestMethod]
    [DataRow("{\"$schema\": \"a\" /* nothing yet */}", true)]
    [DataRow("{\"http\": {}}", false)]
    public void Only_a_file_without_settings_is_replaced(string content, bool isFree) =>
        ConfigWriter.IsFree(_folder.Write("config.json", content)).Should().Be(isFree);

    private OriginalImport Import()
    {
        var import = new OriginalImport();
        foreach (var original in OriginalConnector.In(_folder.Path).Where(one => one.IsInstalled))
            import.Add(original);
        return import;
    }

    private ItgrixConfig Load(OriginalImport import) =>
        ItgrixConfig.Load(_folder.Write("new/config.json", ConfigWriter.Text(import.Config, null)));

    private static HookDefinition Hook(string id) => HookCatalog.Find(id)!;
}
