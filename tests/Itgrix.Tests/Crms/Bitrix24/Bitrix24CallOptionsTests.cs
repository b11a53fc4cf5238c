using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Service;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>The call settings of the <c>bitrix24</c> part.</summary>
[TestClass]
public sealed class Bitrix24CallOptionsTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mistakes = [];

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void Without_settings_leads_are_created_cards_shown_and_files_sent()
    {
        var options = Read("\"default_user\": 7");

        _mistakes.Should().BeEmpty();
        options.Create.Should().Be(new PerDirection<ClientKind>(ClientKind.Lead, ClientKind.Lead));
        options.Card.Should().Be(new PerDirection<CardMoment>(CardMoment.Ring, CardMoment.Ring));
        (options.Recording, options.RecordingLink, options.AddToChat, options.Source)
            .Should().Be((RecordingMode.File, null, true, ""));
        (options.DefaultUser, options.MissedResponsible).Should().Be((7, MissedResponsible.Client));
        options.TaskOnMissed.Should().Be(new MissedTaskOptions());
        (options.TaskOnMissed.Incoming, options.TaskOnMissed.Outgoing, options.TaskOnMissed.Deadline)
            .Should().Be((false, false, TimeSpan.FromMinutes(15)));
        options.Lines.Should().BeEmpty();
        options.CallbackExtension.Should().BeNull();
        options.TaskOnNewContact.IsOn.Should().BeFalse();
        options.Distribution.Should().Be(new DistributionOptions(ToResponsible: false, ShowsName: false));
    }

    [TestMethod]
    public void All_settings_are_read()
    {
        var options = Read("""
            "create": {"incoming": "contact", "outgoing": "nothing"}, "source": "CALL",
            "task_on_missed": {"incoming": true, "outgoing": true, "deadline_minutes": 30, "title": "{phone}!",
            "created_by": 4},
            "recording": "link", "recording_link": "https://pbx.example.com/r?f={file}", "add_to_chat": false,
            "default_user": 12, "missed_responsible": 1, "card": {"incoming": "answer", "outgoing": "never"},
            "lines": {"74951234567": "Office", "trunk-b": "Other"}, "callback_extension": "600",
            "task_on_new_contact": {"deadline_minutes": 60},
            "distribution": {"forward_to_responsible": true, "caller_name": true}
            """);

        _mistakes.Should().BeEmpty();
        options.Create.Should().Be(new PerDirection<ClientKind>(ClientKind.Contact, ClientKind.Nothing));
        options.Card.Should().Be(new PerDirection<CardMoment>(CardMoment.Answer, CardMoment.Never));
        options.TaskOnMissed.Should().Be(new MissedTaskOptions
            {
                Incoming = true, Outgoing = true, Deadline = TimeSpan.FromMinutes(30), Title = "{phone}!",
                CreatedBy = 4,
            });
        (options.Recording, options.AddToChat, options.Source).Should().Be((RecordingMode.Link, false, "CALL"));
        (options.DefaultUser, options.MissedResponsible).Should().Be((12, MissedResponsible.LastUser));
        options.Lines.Should()
            .Equal(new Dictionary<string, string> { ["74951234567"] = "Office", ["trunk-b"] = "Other" });
        options.CallbackExtension.Should().Be("600");
        options.TaskOnNewContact.Should()
            .Be(new NewContactTaskOptions { IsOn = true, Deadline = TimeSpan.FromHours(1) });
        options.Distribution.Should().Be(new DistributionOptions(ToResponsible: true, ShowsName: true));
    }

    [TestMethod]
    public void A_setting_of_one_direction_leaves_the_other_at_its_default()
    {
        var options = Read("""
            "default_user": 1, "create": {"outgoing": "nothing"}, "card": {"incoming": "never"}
            """);

        options.Create.Should().Be(new PerDirection<ClientKind>(ClientKind.Lead, ClientKind.Nothing));
        options.Card.Should().Be(new PerDirection<CardMoment>(CardMoment.Never, CardMoment.Ring));
    }

    [TestMethod]
    public void The_link_of_a_recording_contains_its_escaped_name()
    {
        var options = Read("""
            "default_user": 1, "source": "", "recording": "link", "recording_link": "https://pbx.example.com/{file}?x=1"
            """);

        _mistakes.Should().BeEmpty();
        options.LinkOf("/var/spool/asterisk/monitor/in 7&8.mp3")
            .Should().Be("https://pbx.example.com/in%207%268.mp3?x=1");
        new Bitrix24CallOptions().LinkOf("a.mp3").Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("+12025550123", "Ivan Ivanov", "Call back: Ivan Ivanov +12025550123")]
    [DataRow("+12025550123", "", "Call back: +12025550123")]
    [DataRow("+12025550123", "{phone}", "Call back: {phone} +12025550123")]
    public void A_tasks_title_names_the_client(string phone, string name, string expected)
    {
        new MissedTaskOptions().TitleOf(phone, name).Should().Be(expected);
    }

    [TestMethod]
    [DataRow("\"source\": \"\"", "bitrix24.default_user is missing: give the id")]
    [DataRow("\"default_user\": 0", "bitrix24.default_user is no id of a user: give a whole number from 1")]
    [DataRow("\"default_user\": 1.5", "bitrix24.default_user is no id")]
    [DataRow("\"default_user\": \"1\"", "bitrix24.default_user is no id")]
    [DataRow("\"default_user\": 1, \"create\": {\"incoming\": \"deal\"}",
        "bitrix24.create.incoming is \"deal\": give \"lead\" or \"contact\" or \"nothing\"")]
    [DataRow("\"default_user\": 1, \"create\": {\"in\": \"lead\"}", "bitrix24.create.in is not known here")]
    [DataRow("\"default_user\": 1, \"source\": 5", "bitrix24.source is 5: give a text")]
    [DataRow("\"default_user\": 1, \"recording\": \"url\"",
        "bitrix24.recording is \"url\": give \"file\" or \"link\" or \"none\"")]
    [DataRow(
        "\"default_user\": 1, \"recording\": \"link\"", "bitrix24.recording_link is missing: give the https address")]
    [DataRow("\"default_user\": 1, \"recording_link\": \"http://p/{file}\"",
        "bitrix24.recording_link is no https address with {file}")]
    [DataRow("\"default_user\": 1, \"recording_link\": \"https://p/\"",
        "bitrix24.recording_link is no https address with {file}")]
    [DataRow("\"default_user\": 1, \"recording_link\": \"https://{file}/\"",
        "bitrix24.recording_link is no https address with {file}")]
    [DataRow(
        "\"default_user\": 1, \"missed_responsible\": 3", "bitrix24.missed_responsible must be one of these: 0 for")]
    [DataRow("\"default_user\": 1, \"missed_responsible\": \"0\"",
        "bitrix24.missed_responsible must be one of these: 0 for")]
    [DataRow("\"default_user\": 1, \"task_on_missed\": true", "bitrix24.task_on_missed is true: give an object")]
    [DataRow("\"default_user\": 1, \"task_on_missed\": {\"deadline_minutes\": 0}",
        "bitrix24.task_on_missed.deadline_minutes is 0: give a number of minutes from 1")]
    [DataRow("\"default_user\": 1, \"task_on_missed\": {\"title\": \"{client}\"}",
        "bitrix24.task_on_missed.title has {client}, which is not known: use {phone} and {name}")]
    [DataRow("\"default_user\": 1, \"task_on_missed\": {\"title\": \" \"}", "bitrix24.task_on_missed.title is empty")]
    [DataRow(
        "\"default_user\": 1, \"task_on_missed\": {\"created_by\": -1}", "bitrix24.task_on_missed.created_by is no id")]
    [DataRow("\"default_user\": 1, \"card\": {\"incoming\": \"always\"}",
        "bitrix24.card.incoming is \"always\": give \"ring\" or \"answer\" or \"never\"")]
    [DataRow("\"default_user\": 1, \"lines\": {\"74951234567\": 5}", "bitrix24.lines.74951234567 is 5: give a text")]
    [DataRow("\"default_user\": 1, \"lines\": {\" \": \"Office\"}", "bitrix24.lines.\" \" is no number of a line")]
    [DataRow("\"default_user\": 1, \"callback_extension\": \"6 00\"", "bitrix24.callback_extension is no extension")]
    [DataRow("\"default_user\": 1, \"application_token\": \"\"", "bitrix24.application_token is empty")]
    public void A_mistake_is_named_with_its_place_and_its_fix(string settings, string expected)
    {
        Read(settings);

        _mistakes.Should().ContainSingle().Which.Should().StartWith(expected);
    }

    [TestMethod]
    public void The_configuration_contains_the_bitrix24_section_when_present()
    {
        var file = _folder.Write(
            "config.json", """{"bitrix24": {"webhook": "https://p/rest/1/x/", "default_user": 9}}""");

        ItgrixConfig.Load(file).Of<Bitrix24Options>()!.Calls.DefaultUser.Should().Be(9);
        ItgrixConfig.Load(_folder.Write("none.json", "{}")).Of<Bitrix24Options>().Should().BeNull();
    }

    [TestMethod]
    public void Mistakes_in_the_bitrix24_section_stop_the_start()
    {
        var file = _folder.Write("config.json", """{"bitrix24": {"default_user": 0}}""");

        FluentActions.Invoking(() => ItgrixConfig.Load(file)).Should().Throw<ConfigException>()
            .WithMessage("*bitrix24.webhook or oauth is needed*").WithMessage("*bitrix24.default_user is no id*");
    }

    private Bitrix24CallOptions Read(string settings) => ReadSettings.From<Bitrix24Options>(
        "bitrix24", $$"""{"webhook": "https://p/rest/1/x/", {{settings}}}""", _mistakes, _folder.Path).Calls;
}
