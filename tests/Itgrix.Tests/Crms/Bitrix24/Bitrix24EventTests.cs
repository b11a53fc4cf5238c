using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

[TestClass]
public sealed class Bitrix24EventTests
{
    [TestMethod]
    [DataRow("on-external-call-start",
        "ONEXTERNALCALLSTART", "CALL_ID", "externalCall.89350264e026dace3f2b14d1f438257c.1773236989")]
    [DataRow("on-external-call-back-start", "ONEXTERNALCALLBACKSTART", "VOICE", "ruinternalfemale")]
    public void The_documented_events_are_read_and_their_tokens_go_no_further(
        string file, string name, string field, string value)
    {
        var documented = JsonNode.Parse(File.ReadAllText(
            ProjectFolder.Of("tests", "crm-api", "bitrix24", file + ".json")))!["examples"]![0]!["json"]!;

        var (read, problem) = Bitrix24Event.Read(Form(documented.AsObject()));

        problem.Should().BeEmpty();
        (read!.Name, read.Token, read[field]).Should().Be((name, "51610fefc120afg4b628cc82d6298cce", value));
        read.Data.Should().HaveCount(documented["data"]!.AsObject().Count);
        var json = read.ToJson();
        JsonNode.DeepEquals(json["data"], documented["data"]).Should().BeTrue();
        json.ToJsonString().Should().NotContainAny(
            "s7p6eclrvim9da28dt9ch94ekreb52sv", "4s386p3q0tr8dy89xvmt96234v3dljg8", "51610fefc120afg4b628cc82d6298cce");
    }

    [TestMethod]
    [DataRow("", "the field 'event' is missing")]
    [DataRow("event=A|event=B", "a field is there twice")]
    [DataRow("event=A|auth[application_token]=1|auth[application_token]=2", "a field is there twice")]
    [DataRow("data[CALL_ID]=1", "the field 'event' is missing")]
    public void A_form_that_is_not_an_event_is_named(string form, string expected) =>
        Bitrix24Event.Read(Fields(form)).Problem.Should().StartWith(expected);

    [TestMethod]
    public void An_event_above_the_maximum_size_is_not_read()
    {
        KeyValuePair<string, string> name = new("event", "A");

        Bitrix24Event.Read([name, new("data[X]", new('x', 2001))])
            .Problem.Should().StartWith("a field is longer than 2000");
        Bitrix24Event.Read([name, new(new('x', 101), "")]).Problem.Should().StartWith("a field is longer than 2000");
        Bitrix24Event.Read(
            [name, .. Enumerable.Range(0, 100).Select(number => KeyValuePair.Create($"data[{number}]", ""))])
            .Problem.Should().StartWith("there are more than 100 fields");
    }

    [TestMethod]
    [DataRow("data[]"), DataRow("data["), DataRow("data"), DataRow("data]x["), DataRow("data[A][B]")]
    [DataRow("Data[A]"), DataRow("data[A]x")]
    public void Fields_outside_of_the_data_are_ignored(string name)
    {
        var (read, _) = Bitrix24Event.Read([new("event", "onExternalCallStart"), new(name, "1")]);

        (read!.Name, read.Data.Count, read["A"]).Should().Be(("ONEXTERNALCALLSTART", 0, ""));
    }

    [TestMethod]
    [DataRow("data[CRM_CREATED_ENTITIES][0][ENTITY_TYPE]=CONTACT|data[CRM_CREATED_ENTITIES][0][ENTITY_ID]=7|"
        + "data[CRM_CREATED_ENTITIES][1][ENTITY_TYPE]=DEAL|data[CRM_CREATED_ENTITIES][1][ENTITY_ID]=9",
        """[{"ENTITY_TYPE":"CONTACT","ENTITY_ID":"7"},{"ENTITY_TYPE":"DEAL","ENTITY_ID":"9"}]""")]
    [DataRow("data[CRM_CREATED_ENTITIES][0][ENTITY_TYPE]=CONTACT", null)]
    [DataRow("data[CRM_CREATED_ENTITIES][x][ENTITY_TYPE]=A|data[CRM_CREATED_ENTITIES][x][ENTITY_ID]=7", null)]
    [DataRow("data[CRM_CREATED_ENTITIES]=", "")]
    public void What_the_portal_created_for_a_click_is_read(string form, string? expected)
    {
        var (read, _) = Bitrix24Event.Read(Fields($"event=A|{form}"));

        (read!.ToJson()["data"]!["CRM_CREATED_ENTITIES"]?.ToJsonString().Trim('"')).Should().Be(expected);
    }

    private static IEnumerable<KeyValuePair<string, string>> Form(JsonObject json) => json.SelectMany(
        field => field.Value is JsonObject inner
            ? inner.Select(one => KeyValuePair.Create($"{field.Key}[{one.Key}]", (string)one.Value!))
            : [KeyValuePair.Create(field.Key, (string)field.Value!)]);

    private static IEnumerable<KeyValuePair<string, string>> Fields(string form) =>
        form.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(field => field.Split('=')).Select(parts => KeyValuePair.Create(parts[0], parts[1]));
}
