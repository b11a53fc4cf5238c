using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

[TestClass]
public sealed class Bitrix24CallersTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_client_and_the_responsible_employee_are_found_by_one_request()
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, TimeProvider.System);
        await users.RefreshAsync(portal.Token);
        var before = portal.Sandbox.Requests.Count;

        var caller = (await Callers(portal, users).FindAsync("+12025550123", portal.Token))!;

        (caller.Extension, caller.Responsible!.Name).Should().Be(("102", "Bob Brown"));
        (caller.Entity.Type, caller.Entity.Id, caller.Entity.Name, caller.Entity.ResponsibleId)
            .Should().Be(("contact", "11", "Ivan Ivanov", "2"));
        portal.Sandbox.Requests.Skip(before)
            .Select(request => request.Method).Should().Equal("telephony.externalcall.searchcrmentities");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_client_of_a_former_employee_is_found_by_name_alone()
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, TimeProvider.System);
        await portal.CallAsync("crm.contact.update", """{"id": 11, "fields": {"ASSIGNED_BY_ID": 4}}""");

        var caller = (await Callers(portal, users).FindAsync("+12025550123", portal.Token))!;

        (caller.Entity.Name, caller.Entity.ResponsibleId, caller.Responsible, caller.Extension)
            .Should().Be(("Ivan Ivanov", "4", null, ""));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_unknown_number_has_no_client_and_an_unreachable_portal_is_an_error()
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, TimeProvider.System);

        (await Callers(portal, users).FindAsync("+12025550199", portal.Token)).Should().BeNull();

        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.Outage });
        var asked = () => Callers(portal, users).FindAsync("+12025550123", portal.Token);
        (await asked.Should().ThrowAsync<CrmException>()).Which.Failure.Should().Be(CrmFailure.ServerError);
    }

    private static CallerLookup Callers(TestPortal portal, Bitrix24Users users) =>
        new(Crm.Bitrix24, () => portal.Options.Calls, users, (number, token) =>
            new Bitrix24CustomerLookup(portal.Client, users).FindCallerAsync(number, NumberPlan.Default, token));
}
