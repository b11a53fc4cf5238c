using System.Text.Json;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

[TestClass]
public sealed class Bitrix24CustomerLookupTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task All_clients_with_a_number_are_found()
    {
        await using var portal = await TestPortal.StartAsync();
        var lead = (await portal.CallAsync("crm.lead.add",
            """{"fields": {"TITLE": "A lead", "ASSIGNED_BY_ID": 3, "PHONE": [{"VALUE": "12025550123"}]}}"""))
                .Result.GetInt64();

        var found = await Clients(portal).FindAsync("+12025550123", portal.Token);

        found.Should().Equal(
            new FoundClient("contact", 11, "Ivan Ivanov", 2), new FoundClient("lead", lead, "A lead", 3));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("+12025550199", 1), DataRow("", 0), DataRow("anonymous", 0)]
    public async Task Other_numbers_have_no_client_and_texts_without_digits_are_not_searched(string phone, int requests)
    {
        await using var portal = await TestPortal.StartAsync();

        (await Clients(portal).FindAsync(phone, portal.Token)).Should().BeEmpty();

        portal.Sandbox.Requests.Count(request => request.Method != "oauth").Should().Be(requests);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_contact_is_read_as_hooks_see_it()
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, TimeProvider.System);

        var contact = (await Clients(portal).GetEntityAsync("CONTACT", 11, portal.Token))!;
        var entity = contact.ToEntity(
            true, await users.ByIdAsync(contact.ResponsibleId, portal.Token), NumberPlan.Default);

        (entity.Id, entity.Type, entity.Name, entity.IsNew, entity.ResponsibleId)
            .Should().Be(("11", "contact", "Ivan Ivanov", true, "2"));
        entity.Responsible!.Name.Should().Be("Bob Brown");
        entity.Phones.Should().ContainSingle().Which.Original.Should().Be("+12025550123");
        entity.Field("LAST_NAME").Should().Be("Ivanov");
        entity.Raw.EnumerateObject()
            .Select(field => field.Name).Should().Contain("PHONE").And.NotContain(["SECOND_NAME", "EMAIL", "PHOTO"]);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("lead"), DataRow("company")]
    public async Task Leads_and_companies_have_a_title_for_a_name(string type)
    {
        await using var portal = await TestPortal.StartAsync();
        var id = (await portal.CallAsync($"crm.{type}.add", """{"fields": {"TITLE": "Ours", "ASSIGNED_BY_ID": 3}}"""))
            .Result.GetInt64();

        var entity = await Clients(portal).GetEntityAsync(type, id, portal.Token);

        (entity!.Type, entity.Id, entity.Name, entity.ResponsibleId).Should().Be((type, id, "Ours", 3));
        entity.ToEntity(false, null, NumberPlan.Default).Responsible.Should().BeNull();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("contact", 99), DataRow("contact", 0), DataRow("deal", 1), DataRow("", 1)]
    public async Task A_missing_entity_is_null(string type, int id)
    {
        await using var portal = await TestPortal.StartAsync();

        (await Clients(portal).GetEntityAsync(type, id, portal.Token)).Should().BeNull();
        (await Clients(portal).GetActivityAsync(id * 1000, portal.Token)).Should().BeNull();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_failure_of_the_portal_is_not_a_missing_contact()
    {
        await using var portal = await TestPortal.StartAsync();
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.Error, Methods = ["crm.contact.get"] });

        var reading = portal.Awaiting(one => Clients(one).GetEntityAsync("contact", 11, one.Token));

        (await reading.Should().ThrowAsync<CrmException>()).Which.Failure.Should().Be(CrmFailure.ServerError);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_activity_is_read_as_customize_activity_sees_it()
    {
        await using var portal = await TestPortal.StartAsync();
        var call = (await portal.CallAsync("telephony.externalcall.register",
            """{"USER_ID": 2, "PHONE_NUMBER": "+12025550123", "TYPE": 2}""")).Result.GetProperty("CALL_ID");
        var id =
            (await portal.CallAsync("telephony.externalcall.finish", $$"""{"CALL_ID": "{{call}}", "USER_ID": 2}"""))
            .Result.GetProperty("CRM_ACTIVITY_ID").GetInt64();

        var activity = (await Clients(portal).GetActivityAsync(id, portal.Token))!;

        activity.Select(field => field.Key).Should()
            .Equal("id", "is_new", "name", "phones", "raw", "responsible", "responsible_id", "type");
        ((string)activity["id"]!, (bool)activity["is_new"]!, (string)activity["type"]!)
            .Should().Be(($"{id}", false, "activity"));
        ((string)activity["name"]!, (string)activity["responsible_id"]!)
            .Should().Be(("Incoming call +12025550123", "2"));
        activity["phones"]!.AsArray().Should().BeEmpty();
        ((string)activity["responsible"]!["name"]!, (string)activity["responsible"]!["phones"]![0]!)
            .Should().Be(("Bob Brown", "102"));
        var raw = activity["raw"]!.AsObject().Select(field => field.Key);
        raw.Should().Contain(["ID", "SUBJECT", "ORIGIN_ID"])
            .And.NotContain(["DESCRIPTION", "SETTINGS", "PROVIDER_GROUP_ID", "RESULT_SUM"]);
    }

    [TestMethod]
    public void Empty_values_are_removed_and_numbers_stay_unchanged()
    {
        var json = JsonElement.Parse(
            """{"a":"","b":"0","c":0,"d":0.0,"e":null,"f":[],"g":{},"h":false,"i":"N","j":1.10,"k":"""
            + """9007199254740993,"l":true,"m":"0.00"}""");

        RawFields.WithoutEmpty(json).GetRawText()
            .Should().Be("""{"i":"N","j":1.10,"k":9007199254740993,"l":true,"m":"0.00"}""");
        RawFields.WithoutEmpty(JsonElement.Parse("[]")).GetRawText().Should().Be("{}");
    }

    private static Bitrix24CustomerLookup Clients(TestPortal portal) =>
        new(portal.Client, new(portal.Client, TimeProvider.System));
}
