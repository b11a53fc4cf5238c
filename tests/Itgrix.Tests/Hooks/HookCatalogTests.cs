using Itgrix.Hooks;
using Itgrix.Hooks.Bitrix24;
using Itgrix.Hooks.Kommo;

namespace Itgrix.Tests.Hooks;

[TestClass]
public sealed class HookCatalogTests
{
    [TestMethod]
    public void The_hooks_are_those_of_the_vendor_in_the_vendors_order()
    {
        HookCatalog.All.Select(hook => hook.Id).Should().Equal(
            "bitrix24/customize_activity", "bitrix24/customize_entity", "bitrix24/need_registration",
            "bitrix24/process_client_phone", "bitrix24/process_final_params", "bitrix24/process_originate_params",
            "bitrix24/process_record_file_path", "bitrix24/process_registration_params",
            "bitrix24/process_task_creation_params", "bitrix24/process_user_phone",
            "bitrix24/customize_autodistribution", "bitrix24/post_registration", "bitrix24/customize_show_call_card",
            "bitrix24/customize_attach_record_url",
            "kommo/need_registration", "kommo/process_call_params", "kommo/process_client_phone",
            "kommo/process_contact_creation_params", "kommo/process_lead_creation_params",
            "kommo/process_originate_params", "kommo/process_record_file_path", "kommo/process_task_creation_params",
            "kommo/customize_autodistribution", "kommo/post_registration", "kommo/process_contact_update_params",
            "kommo/process_lead_update_params", "kommo/process_unsorted_creation_params");
    }

    [TestMethod]
    public void The_names_that_code_may_use_are_those_of_the_catalog() =>
        new[] { typeof(HookName), typeof(Bitrix24Hooks), typeof(KommoHooks) }.SelectMany(type => type.GetFields())
            .Where(field => field.FieldType == typeof(HookName)).Select(field => $"{field.GetValue(null)}")
            .Should().BeEquivalentTo(HookCatalog.All.Select(hook => hook.Name).Distinct());

    [TestMethod]
    public void Empty_data_cancels_what_runs_right_before_a_request()
    {
        HookCatalog.All.Where(hook => hook.EmptyCancels).Select(hook => hook.Id).Should().BeEquivalentTo(
            "bitrix24/process_registration_params", "bitrix24/process_final_params",
            "bitrix24/customize_show_call_card", "bitrix24/customize_activity", "bitrix24/customize_entity",
            "bitrix24/customize_attach_record_url", "bitrix24/process_task_creation_params",
            "kommo/process_call_params", "kommo/process_contact_creation_params", "kommo/process_lead_creation_params",
            "kommo/process_contact_update_params", "kommo/process_lead_update_params",
            "kommo/process_task_creation_params", "kommo/process_unsorted_creation_params");
    }

    [TestMethod]
    public void A_hook_that_may_cancel_has_a_word_for_it_and_no_other_has()
    {
        foreach (var hook in HookCatalog.All)
            (hook.Contract.GetMethod("Cancel") is not null).Should().Be(hook.EmptyCancels, hook.Id);
    }

    [TestMethod]
    public void Every_contract_has_input_output_and_a_way_to_reply()
    {
        foreach (var hook in HookCatalog.All)
        {
            var input = hook.Contract.GetNestedType("Input");
            input.Should().BeDerivedFrom<HookData>(hook.Id);
            hook.Contract.GetProperty("In")!.PropertyType.Should().Be(input, hook.Id);
            hook.Contract.GetNestedType("Output").Should().BeDerivedFrom<HookData>(hook.Id);
            hook.Contract.GetMethods().Should().Contain(method => method.ReturnType == typeof(Reply), hook.Id);
        }
    }

    [TestMethod]
    public void Read_only_fields_are_not_part_of_a_request()
    {
        ReadOnly("bitrix24/customize_autodistribution").Should().Equal("from", "user", "entity", "error");
        ReadOnly("kommo/customize_autodistribution").Should().Equal("from", "trunk", "entity", "error", "request_data");
        ReadOnly("bitrix24/customize_activity").Should().Contain(["activity", "type", "from", "to"]);
        HookCatalog.Find("kommo/need_registration")!.IsReadOnly("call_full").Should().BeTrue();
    }

    [TestMethod]
    public void Recordings_have_ten_seconds_of_their_own()
    {
        HookCatalog.All.Where(hook => hook.TimeLimit is not null).Should()
            .OnlyContain(hook => hook.Name == "process_record_file_path" && hook.TimeLimit == TimeSpan.FromSeconds(10))
            .And.HaveCount(2);
    }

    [TestMethod]
    public void Only_the_hooks_of_dialplan_and_clicks_run_outside_the_stages()
    {
        HookCatalog.All.Where(hook => hook.Stages.Count == 0).Select(hook => hook.Name).Distinct()
            .Should().Equal("process_originate_params", "customize_autodistribution");
    }

    private static IReadOnlyList<string> ReadOnly(string id) => HookCatalog.Find(id)!.ReadOnly;
}
