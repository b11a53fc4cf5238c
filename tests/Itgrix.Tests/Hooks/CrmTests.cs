using Itgrix.Hooks;

namespace Itgrix.Tests.Hooks;

[TestClass]
public sealed class CrmTests
{
    [TestMethod]
    public void A_CRM_is_equal_to_another_with_its_id()
    {
        new Crm("kommo", "amoCRM").Should().Be(Crm.Kommo);
        (new Crm("kommo", "amoCRM") == Crm.Kommo, Crm.Kommo == Crm.Bitrix24).Should().Be((true, false));
        new HashSet<Crm> { Crm.Kommo, new("kommo", "amoCRM") }.Should().ContainSingle();
    }

    [TestMethod]
    public void Its_text_is_the_name_by_which_the_outbox_stores_it() =>
        HookCatalog.Crms.Select(crm => $"{crm.Id} {crm}").Should().Equal("bitrix24 Bitrix24", "kommo Kommo");

    [TestMethod]
    [DataRow("Bitrix24"), DataRow("bitrix24"), DataRow("BITRIX24")]
    public void It_is_found_by_its_id_or_name_in_any_case(string text) =>
        HookCatalog.FindCrm(text).Should().BeSameAs(Crm.Bitrix24);

    [TestMethod]
    [DataRow(""), DataRow("0"), DataRow("Bitrix"), DataRow("diary")]
    public void An_unknown_one_is_not_found(string text) => HookCatalog.FindCrm(text).Should().BeNull();

    [TestMethod]
    public void A_hook_is_found_by_its_CRM_and_name()
    {
        foreach (var hook in HookCatalog.All)
            HookCatalog.Find(hook.Crm, new HookName(hook.Name))
                .Should().BeSameAs(hook).And.BeSameAs(HookCatalog.Find(hook.Id));
        HookCatalog.Find(Crm.Kommo, HookName.ProcessUserPhone).Should().BeNull("only Bitrix24 has it");
    }
}
