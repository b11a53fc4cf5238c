using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>The call settings of the <c>kommo</c> part.</summary>
[TestClass]
public sealed class KommoCallOptionsTests
{
    private readonly List<string> _mistakes = [];

    [TestMethod]
    public void Without_settings_unknown_callers_become_contacts_and_cards_are_shown()
    {
        var options = Read("\"default_user\": 501");

        _mistakes.Should().BeEmpty();
        options.Should().BeEquivalentTo(new KommoCallOptions { DefaultUser = 501 });
        options.Create.Should().Be(new PerDirection<KommoClientKind>(KommoClientKind.Contact, KommoClientKind.Nothing));
        options.Card.Should().Be(new PerDirection<CardMoment>(CardMoment.Ring, CardMoment.Never));
        (options.TaskOnMissed.Incoming, options.TaskOnNewContact.IsOn).Should().Be((false, false));
    }

    [TestMethod]
    public void All_settings_are_read()
    {
        var options = Read("""
            "default_user": 501, "create": {"incoming": "lead", "outgoing": "unsorted"}, "missed_responsible": 1,
            "card": {"incoming": "answer", "outgoing": "ring"}, "users": {"101": 502, "1a": 503}, "only_users": [502,
            503],
            "pipeline": 7, "status": 8, "tag": "", "take_over": "always",
            "task_on_missed": {"incoming": true, "deadline_minutes": 30, "title": "{name}!", "created_by": 4},
            "task_on_new_contact": {"text": "{phone}?"},
            "distribution": {"forward_to_responsible": true, "caller_name": true},
            "recording_link": "https://pbx.example.com/{file}"
            """);

        _mistakes.Should().BeEmpty();
        options.Should().BeEquivalentTo(new KommoCallOptions
        {
            DefaultUser = 501,
            Create = new(KommoClientKind.Lead, KommoClientKind.Unsorted),
            MissedResponsible = MissedResponsible.LastUser,
            Card = new(CardMoment.Answer, CardMoment.Ring),
            Users = new Dictionary<string, long> { ["101"] = 502, ["1a"] = 503 },
            OnlyUsers = [502, 503],
            Pipeline = 7,
            Status = 8,
            Tag = "",
            TakeOver = KommoTakeOver.Always,
            TaskOnMissed =
                new() { Incoming = true, Deadline = TimeSpan.FromMinutes(30), Title = "{name}!", CreatedBy = 4 },
            TaskOnNewContact = new() { IsOn = true, Text = "{phone}?" },
            Distribution = new DistributionOptions(ToResponsible: true, ShowsName: true),
            RecordingLink = "https://pbx.example.com/{file}",
        });
        options.LinkOf("/var/spool/a b.wav").Should().Be("https://pbx.example.com/a%20b.wav");
        options.LinkOf("").Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("", "kommo.default_user is missing")]
    [DataRow("\"default_user\": 0", "kommo.default_user is no id of a user")]
    [DataRow("\"default_user\": 1, \"create\": {\"incoming\": \"deal\"}", "kommo.create.incoming")]
    [DataRow("\"default_user\": 1, \"users\": {\"1;2\": 5}", "kommo.users.\"1;2\" is no extension")]
    [DataRow("\"default_user\": 1, \"users\": {\"101\": \"Alice\"}", "kommo.users.101 is no id of a user")]
    [DataRow("\"default_user\": 1, \"only_users\": []",
        "kommo.only_users is empty: give ids of users, or leave it out for all")]
    [DataRow("\"default_user\": 1, \"only_users\": [1, \"2\"]",
        "kommo.only_users has \"2\": give ids of Kommo users, such as [501, 502]")]
    [DataRow("\"default_user\": 1, \"pipeline\": \"Sales\"", "kommo.pipeline is no id of a pipeline")]
    [DataRow("\"default_user\": 1, \"take_over\": \"sometimes\"", "kommo.take_over")]
    [DataRow("\"default_user\": 1, \"task_on_missed\": {\"title\": \"{who}\"}", "kommo.task_on_missed.title has {who}")]
    [DataRow(
        "\"default_user\": 1, \"recording_link\": \"http://x/{file}\"", "kommo.recording_link is no https address")]
    public void A_mistake_is_named_with_its_place(string json, string expected)
    {
        Read(json);

        _mistakes.Should().ContainSingle().Which.Should().StartWith(expected);
    }

    private KommoCallOptions Read(string json) =>
        ReadSettings.From<KommoCallOptions>("kommo", $$"""{{{json}}}""", _mistakes);
}
