using Itgrix.Runtime.Crms;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

[TestClass]
public sealed class NewContactTaskOptionsTests
{
    private readonly List<string> _mistakes = [];

    [TestMethod]
    [DataRow("{}", true, 15, "Fill in the new contact +1")]
    [DataRow("""{"enabled": false}""", false, 15, "Fill in the new contact +1")]
    [DataRow("""{"deadline_minutes": 60, "text": "Who is {phone}?"}""", true, 60, "Who is +1?")]
    public void The_section_task_on_new_contact_switches_the_task_on(
        string section, bool isOn, int minutes, string text)
    {
        var options = Read(section);

        _mistakes.Should().BeEmpty();
        (options.IsOn, options.Deadline, options.TextOf("+1")).Should().Be((isOn, TimeSpan.FromMinutes(minutes), text));
        new NewContactTaskOptions().IsOn.Should().BeFalse("without a section there is none");
    }

    [TestMethod]
    [DataRow("""{"enabled": 1}""", "kommo.task_on_new_contact.enabled is 1: give true or false")]
    [DataRow("""{"deadline_minutes": 0}""",
        "kommo.task_on_new_contact.deadline_minutes is 0: give a number of minutes from 1")]
    [DataRow("""{"text": "{name}"}""", "kommo.task_on_new_contact.text has {name}, which is not known: use {phone}")]
    [DataRow("""{"text": " "}""", "kommo.task_on_new_contact.text is empty")]
    [DataRow("""{"title": "x"}""", "kommo.task_on_new_contact.title is not known here")]
    public void A_mistake_is_named_with_its_place_and_its_fix(string section, string expected)
    {
        Read(section);

        _mistakes.Should().ContainSingle().Which.Should().StartWith(expected);
    }

    private NewContactTaskOptions Read(string section) =>
        ReadSettings.From<NewContactTaskOptions>("kommo.task_on_new_contact", section, _mistakes);
}
