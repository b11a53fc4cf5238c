using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

[TestClass]
public sealed class Bitrix24UsersTests
{
    private readonly ManualTime _time = new();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_employee_is_found_by_id_and_by_every_number()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.CallAsync("user.update", """
            {"ID": 2, "WORK_PHONE": "+1 (202) 555-0142", "PERSONAL_PHONE": "202-555-0143",
             "PERSONAL_MOBILE": "+12025550144",
             "WORK_POSITION": "Agent"}
            """);
        using var users = new Bitrix24Users(portal.Client, _time);

        var bob = await users.ByIdAsync(2, portal.Token);

        bob.Should().BeEquivalentTo(new
        {
            Id = 2L, Name = "Bob Brown", Email = "bob@example.com", Position = "Agent",
            Phones = new[] { "102", "+12025550144", "+1 (202) 555-0142", "202-555-0143" },
        });
        foreach (var phone in new[] { "102", " 102 ", "+12025550142", "12025550142", "2025550143", "+1-202-555-0144" })
            (await users.ByPhoneAsync(phone, portal.Token)).Should().BeSameAs(bob, phone);
        foreach (var phone in new[] { "10", "1022", "", "unknown", "2025550142" })
            (await users.ByPhoneAsync(phone, portal.Token)).Should().BeNull(phone);
        (users.UserCount, users.PhoneCount, users.LastUpdated).Should().Be((3, 7, _time.GetUtcNow()));
        Readings(portal).Should().Be(1);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_internal_number_finds_its_owner_even_when_another_profile_contains_it()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.CallAsync("user.update", """{"ID": 1, "WORK_PHONE": "103"}""");
        using var users = new Bitrix24Users(portal.Client, _time);

        (await users.ByPhoneAsync("103", portal.Token))!.Name.Should().Be("Carol Clark");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Hooks_see_an_employee_without_empty_fields()
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, _time);

        var user = (await users.ByIdAsync(1, portal.Token))!.ToUser();

        (user.Id, user.Name, user.Email, user.Position).Should().Be(("1", "Alice Adams", "alice@example.com", ""));
        user.Phones.Should().Equal("101", "12025550199");
        (user.Field("UF_PHONE_INNER"), user.Field("ACTIVE")).Should().Be(("101", "True"));
        user.Raw.EnumerateObject()
            .Select(field => field.Name).Should().NotContain(["WORK_PHONE", "TIMESTAMP_X", "TIME_ZONE"]);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Former_employees_are_not_found_and_all_pages_are_read()
    {
        await using var portal = await TestPortal.StartAsync();
        foreach (var batch in Enumerable.Range(200, 60).Chunk(30))
            await portal.Client.BatchAsync([.. batch.Select(User)], halt: true, portal.Token);
        await portal.CallAsync("user.update", """{"ID": 3, "ACTIVE": false}""");
        using var users = new Bitrix24Users(portal.Client, _time);

        (await users.ByPhoneAsync("103", portal.Token)).Should().BeNull();
        (await users.ByPhoneAsync("259", portal.Token))!.Name.Should().Be("User 259");
        users.UserCount.Should().Be(62);

        static Bitrix24Command User(int number) =>
            new($"user{number}", "user.add", new() { ["NAME"] = $"User {number}", ["UF_PHONE_INNER"] = $"{number}" });
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_unknown_number_refreshes_the_employees_once_a_minute()
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, _time);
        await users.ByPhoneAsync("105", portal.Token);
        await portal.CallAsync("user.update", """{"ID": 2, "UF_PHONE_INNER": "105"}""");

        (await users.ByPhoneAsync("105", portal.Token)).Should().BeNull();
        _time.Advance(TimeSpan.FromMinutes(1));
        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => users.ByPhoneAsync("105", portal.Token)));

        found.Should().OnlyContain(user => user!.Id == 2);
        await users.ByPhoneAsync("none", portal.Token);
        Readings(portal).Should().Be(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Concurrent_callers_at_the_start_share_one_refresh()
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, _time);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => users.ByPhoneAsync("101", portal.Token)));

        Readings(portal).Should().Be(1);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_failed_first_refresh_is_an_error_and_can_be_retried()
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, _time);
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.Outage, Methods = ["user.get"], Times = 1 });

        var first = users.Awaiting(one => one.ByPhoneAsync("101", portal.Token));

        (await first.Should().ThrowAsync<CrmException>()).Which.IsTransient.Should().BeTrue();
        users.LastUpdated.Should().BeNull();
        (await users.ByPhoneAsync("101", portal.Token))!.Id.Should().Be(1);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task All_callers_of_a_failed_first_refresh_get_its_error()
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, _time);
        var allWait = new TaskCompletionSource();
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.Slow, Methods = ["oauth"], Until = allWait.Task });
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.Outage, Methods = ["user.get"] });

        var all = Enumerable.Range(0, 10).Select(_ => users.ByPhoneAsync("101", portal.Token)).ToList();
        allWait.SetResult();

        foreach (var one in all)
            await one.Awaiting(task => task).Should().ThrowAsync<CrmException>();
        Readings(portal).Should().Be(1);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(true), DataRow(false)]
    public async Task A_failed_or_empty_refresh_keeps_the_known_employees(bool isEmpty)
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, _time);
        await users.RefreshAsync(portal.Token);
        var updated = users.LastUpdated;
        _time.Advance(TimeSpan.FromHours(1));
        if (isEmpty)
            await DismissAllAsync(portal);
        else
            portal.Sandbox.Faults.Add(new() { Kind = FaultKind.BrokenJson, Methods = ["user.get"] });
        using var log = new RecordedLog();

        await users.RefreshAsync(portal.Token);

        (await users.ByPhoneAsync("101", portal.Token))!.Id.Should().Be(1);
        (users.UserCount, users.LastUpdated).Should().Be((3, updated));
        log.Lines.Should()
            .ContainSingle(line => line.StartsWith("Warn The employees of Bitrix24 cannot be refreshed; those of"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_first_refresh_without_employees_is_an_error()
    {
        await using var portal = await TestPortal.StartAsync();
        await DismissAllAsync(portal);
        using var users = new Bitrix24Users(portal.Client, _time);

        (await users.Awaiting(one => one.RefreshAsync(portal.Token)).Should().ThrowAsync<CrmException>())
            .Which.Message.Should().Contain("names no employee");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_caller_that_cancels_does_not_cancel_the_shared_refresh()
    {
        await using var portal = await TestPortal.StartAsync();
        using var users = new Bitrix24Users(portal.Client, _time);
        var oneLess = new TaskCompletionSource();
        portal.Sandbox.Faults.Add(
            new() { Kind = FaultKind.Slow, Methods = ["user.get"], Until = oneLess.Task, Times = 1 });
        using var impatient = new CancellationTokenSource();
        var first = users.ByPhoneAsync("101", impatient.Token);
        var second = users.ByPhoneAsync("101", portal.Token);

        await impatient.CancelAsync();

        await first.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        oneLess.SetResult();
        (await second)!.Id.Should().Be(1);
    }

    private static int Readings(TestPortal portal) =>
        portal.Sandbox.Requests.Count(
            request => request.Method == "user.get" && $"{request.Parameters["start"]}" == "0");

    private static async Task DismissAllAsync(TestPortal portal)
    {
        foreach (var id in new[] { 1, 2, 3 })
            await portal.CallAsync("user.update", $$"""{"ID": {{id}}, "ACTIVE": false}""");
    }
}
