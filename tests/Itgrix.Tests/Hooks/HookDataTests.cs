using System.Text;
using Itgrix.Hooks;
using Itgrix.Hooks.Json;
using Itgrix.Hooks.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks;

[TestClass]
public sealed class HookDataTests
{
    [TestMethod]
    public void Success_of_the_input_returns_changed_and_unchanged_fields()
    {
        var reply = Samples.In("""{"name":"A","pipeline_id":1,"later":1.10,"call_full":{"record":"x"}}""", () =>
        {
            ProcessLeadCreationParams.In.Name += "!";
            ProcessLeadCreationParams.In["UF"] = "y";
            return ProcessLeadCreationParams.Success(ProcessLeadCreationParams.In);
        });

        Json(reply).Should().Be("""{"data":{"name":"A!","pipeline_id":1,"later":1.10,"UF":"y"},"state":"success"}""");
    }

    [TestMethod]
    public void Tags_of_a_lead_are_names()
    {
        var lead = new ProcessLeadCreationParams.Output();

        lead.AddTag("a");
        lead.AddTag("a");
        lead.Tags.Add("b");
        lead.Tags.Remove("a");

        Json(lead).Should().Be("""{"_embedded":{"tags":[{"name":"b"}]}}""");
        lead.Tags = ["c"];
        Json(lead).Should().Be("""{"_embedded":{"tags":[{"name":"c"}]}}""");
    }

    [TestMethod]
    public void Tags_of_a_contact_are_texts()
    {
        var contact = new ProcessContactCreationParams.Output();

        contact.AddTag("a");
        contact.Tags[0] = "b";
        contact.Tags.Insert(0, "c");

        Json(contact).Should().Be("""{"tags":["c","b"]}""");
        contact.Tags.Clear();
        Json(contact).Should().Be("""{"tags":[]}""");
    }

    [TestMethod]
    public void A_custom_field_is_set_by_its_id()
    {
        var contact = new ProcessContactUpdateParams.Output();

        contact.CustomFields.Set(7, "a");
        contact.CustomFields.Set(8, 1, true);
        contact.CustomFields.Set(7, "b");
        contact.CustomFields.Find(7)!.Values[0].EnumCode = "WORK";

        Json(contact).Should().Be(
            """{"custom_fields_values":[{"field_id":7,"values":[{"value":"b","enum_code":"WORK"}]},"""
            + """{"field_id":8,"values":[{"value":1},{"value":true}]}]}""");
    }

    [TestMethod]
    public void Changing_a_nested_part_changes_the_hooks_data()
    {
        var reply = Samples.In("""{"_embedded":{"contacts":[{"name":"A","tags":["Itgrix"]}],"leads":[]}}""", () =>
        {
            ProcessUnsortedCreationParams.In.Contact!.Tags.Add("VIP");
            ProcessUnsortedCreationParams.In.Metadata.From = "8800";
            ProcessUnsortedCreationParams.In.Lead.Should().BeNull();
            return ProcessUnsortedCreationParams.Success(ProcessUnsortedCreationParams.In);
        });

        Json(reply).Should().Be("""
            {"data":{"_embedded":{"contacts":[{"name":"A","tags":["Itgrix","VIP"]}],"leads":[]},"metadata":{"from":"8800"}},"state":"success"}
            """.Trim());
    }

    [TestMethod]
    public void Numbers_and_flags_are_also_read_from_texts_as_php_has_them()
    {
        Samples.In("""{"id":"12","responsible_user_id":null}""", () => ProcessLeadUpdateParams.In.Id).Should().Be(12);
        Samples.In("""{"is_completed":"true"}""", () => ProcessTaskCreationParams.In.IsCompleted).Should().BeTrue();
    }

    [TestMethod]
    public void A_field_of_the_wrong_type_is_reported_with_its_name()
    {
        var read = () => Samples.In("""{"id":["x"]}""", () => ProcessLeadUpdateParams.In.Id);

        read.Should().Throw<HookException>().WithMessage("Field 'id' is array [\"x\"], not Int64*");
    }

    [TestMethod]
    public void The_call_is_at_hand_and_the_stage_is_named()
    {
        Samples.In("""{"call_stage":"call_ended","call_full":{"result":304}}""", () => NeedRegistration.In.Stage)
            .Should().Be(CallStage.CallEnded);
        Samples.In("""{"call_full":{"result":304}}""", () => NeedRegistration.In.CallFull.Result).Should().Be(304);
        Samples.In("""{"path":"/a.wav"}""", () => ProcessRecordFilePath.In.HasCallFull).Should().BeFalse();
    }

    private static string Json(HookData data) => Encoding.UTF8.GetString(JsonTokens.Write(data.Fields));

    private static string Json(Reply reply) => Encoding.UTF8.GetString(reply.ToJson());
}
