using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

[TestClass]
public sealed class KommoSettingsTests
{
    private static readonly KommoCallOptions Configured = new()
    {
        Create = new(KommoClientKind.Lead, KommoClientKind.Nothing),
        Users = new Dictionary<string, long> { ["200"] = 7 },
        Distribution = new(ToResponsible: true, ShowsName: false),
        TaskOnMissed = new() { Incoming = true, Outgoing = true, Title = "Ring {phone}" },
        DefaultUser = 7,
    };

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void Without_a_widget_the_configuration_is_in_force()
    {
        new KommoSettings(Configured).Current.Should().BeSameAs(Configured);
    }

    [TestMethod]
    public void Settings_that_the_widget_omits_stay_as_configured()
    {
        var current = Applied("{}", "{}");

        current.Should().BeEquivalentTo(Configured);
    }

    [TestMethod]
    public void A_switch_creates_the_configured_entity_or_else_a_contact()
    {
        Applied("{}", """{"contact_on_incoming": true, "contact_on_outgoing": true}""").Create
            .Should().Be(new PerDirection<KommoClientKind>(KommoClientKind.Lead, KommoClientKind.Contact));
        Applied("{}", """{"contact_on_incoming": false, "contact_on_outgoing": false}""").Create
            .Should().Be(new PerDirection<KommoClientKind>(KommoClientKind.Nothing, KommoClientKind.Nothing));
    }

    [TestMethod]
    public void Each_other_switch_changes_only_its_function()
    {
        Applied("{}", """{"forward_to_responsible": false}""").Distribution
            .Should().Be(new DistributionOptions(ToResponsible: false, ShowsName: false));
        Applied("{}", """{"caller_name": true}""").Distribution
            .Should().Be(new DistributionOptions(ToResponsible: true, ShowsName: true));
        Applied("{}", """{"task_on_new_contact": true}""").TaskOnNewContact.IsOn.Should().BeTrue();
        Applied("{}", """{"task_on_missed": false}""").TaskOnMissed
            .Should().Be(
                Configured.TaskOnMissed with { Incoming = false }, "tasks for outgoing calls are the configuration's");
    }

    [TestMethod]
    public void Extensions_of_the_widget_replace_the_configured_ones_unless_empty()
    {
        Applied("""{"5": "101", "6": ""}""", "{}").Users.Should().Equal(new Dictionary<string, long> { ["101"] = 5 });
        Applied("""{"5": ""}""", "{}").Users.Should().Equal(Configured.Users);
        Applied("[]", "{}").Users.Should().Equal(Configured.Users);
    }

    [TestMethod]
    public void Saved_settings_are_in_force_after_a_restart()
    {
        var file = new WidgetFile(_folder.File("new/widget.json"), new("https://example.kommo.com"));
        new KommoSettings(Configured, file).Save(Saved("""{"5": "101"}""", """{"caller_name": true}"""));

        var current = new KommoSettings(Configured, file).Current;

        current.Users.Should().Equal(new Dictionary<string, long> { ["101"] = 5 });
        current.Distribution.ShowsName.Should().BeTrue();
    }

    [TestMethod]
    [DataRow(null, "the widget has no saved settings yet")]
    [DataRow("", "It is no JSON object")]
    [DataRow("{\"account\"", "It is no JSON object")]
    [DataRow("{}", "account.domain is missing")]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "users": 1}""", "users is a number")]
    [DataRow("""{"account": {"domain": "other.kommo.com"}}""",
        "It is of the account other.kommo.com, not of example.kommo.com")]
    public void An_invalid_settings_file_leaves_the_configuration_in_force_and_the_log_says_why(
        string? content, string reason)
    {
        using var log = new RecordedLog();
        if (content is not null)
            _folder.Write("widget.json", content);

        var settings = new KommoSettings(
            Configured, new(_folder.File("widget.json"), new("https://example.kommo.com")));

        settings.Current.Should().BeSameAs(Configured);
        log.Lines.Should().ContainSingle(line => line.Contains(reason) && line.Contains("widget.json"));
    }

    [TestMethod]
    public void A_folder_in_place_of_the_settings_file_is_no_crash()
    {
        using var log = new RecordedLog();
        Directory.CreateDirectory(_folder.File("widget.json"));

        new KommoSettings(Configured, new(_folder.File("widget.json"), new("https://example.kommo.com")))
            .Current.Should().BeSameAs(Configured);
    }

    private static KommoCallOptions Applied(string users, string functions) =>
        Saved(users, functions).ApplyTo(Configured);

    private static WidgetSettings Saved(string users, string functions)
    {
        using var json = System.Text.Json.JsonDocument.Parse(
            $$"""{"account": {"domain": "example.kommo.com"}, "users": {{users}}, "functions": {{functions}}}""");
        return WidgetSettings.Read(json.RootElement);
    }
}
