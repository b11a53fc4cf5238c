using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

[TestClass]
public sealed class KommoApiTests
{
    private const int Limit = TestTimeout.Milliseconds;
    private const long Client = 1001;

    private KommoLab _lab = null!;
    private KommoApi _api = null!;

    [TestInitialize]
    public async Task Start()
    {
        _lab = await KommoLab.StartAsync();
        _api = new(_lab.Client(_lab.LongLived));
    }

    [TestCleanup]
    public async Task Clean() => await _lab.DisposeAsync();

    [TestMethod]
    [Timeout(Limit)]
    [DataRow("+12025550123", 1)]
    [DataRow("8 (202) 555-01-23", 1)]
    [DataRow("2025550123", 1)]
    [DataRow("5550123", 0)]
    [DataRow("+12025550199", 0)]
    [DataRow("anonymous", 0)]
    public async Task A_contact_is_found_by_its_number_however_it_is_written(string phone, int expected)
    {
        var found = await _api.FindByPhoneAsync(KommoEntity.Contacts, phone, default);

        found.Select(one => one.GetProperty("id").GetInt64()).Should().Equal(Enumerable.Repeat(Client, expected));
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_number_in_a_name_finds_no_client()
    {
        await _api.CreateAsync(KommoEntity.Contacts, [new() { ["name"] = "Call of 9998887766" }], default);

        (await _api.FindByPhoneAsync(KommoEntity.Contacts, "9998887766", default)).Should().BeEmpty();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_contact_made_with_the_phone_field_is_found_by_its_number()
    {
        var field = await _api.PhoneFieldAsync(default);
        var phones = new JsonArray(field!.With("+79001234567"));
        var contact = new JsonObject { ["name"] = "New", ["custom_fields_values"] = phones };

        var created = await _api.CreateAsync(KommoEntity.Contacts, [contact], default);

        (await _api.FindByPhoneAsync(KommoEntity.Contacts, "89001234567", default)).Should().ContainSingle()
            .Which.GetProperty("id").GetInt64().Should().Be(created[0].Id);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task An_account_without_the_phone_field_is_detected()
    {
        await using var lab = await KommoLab.StartAsync(new() { LacksPhoneField = true });

        (await new KommoApi(lab.Client(lab.LongLived)).PhoneFieldAsync(default)).Should().BeNull();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task An_entity_is_read_with_its_links_and_a_missing_one_is_null()
    {
        var links = new JsonObject { ["contacts"] = new JsonArray(new JsonObject { ["id"] = Client }) };
        var lead = (await _api.CreateAsync(
            KommoEntity.Leads, [new() { ["name"] = "Deal", ["_embedded"] = links }], default))[0].Id!.Value;

        var contact = await _api.GetAsync(KommoEntity.Contacts, Client, default);

        contact!.Value.Embedded("leads").Should().ContainSingle().Which.Number("id").Should().Be(lead);
        (await _api.GetAsync(KommoEntity.Leads, lead, default))!.Value.Embedded("contacts").Should().ContainSingle();
        (await _api.GetAsync(KommoEntity.Leads, 7, default)).Should().BeNull();
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Tasks_and_cards_arrive()
    {
        var task = new JsonObject
        {
            ["text"] = "Call back", ["complete_till"] = 1700000000, ["entity_id"] = Client,
            ["entity_type"] = "contacts",
        };
        (await _api.AddTasksAsync([task], default)).Should().OnlyContain(one => one.IsDone && one.Id > 0);
        var card = new JsonObject
            { ["type"] = "phone_call", ["phone_number"] = "+12025550123", ["users"] = new JsonArray(501, 502) };
        await _api.ShowCardAsync(card, default);

        _lab.Sandbox.Table("tasks")[0]!["text"]!.ToString().Should().Be("Call back");
        _lab.Sandbox.Table("cards")[0]!.ToJsonString().Should()
            .Be("""{"type":"phone_call","phone_number":"\u002B12025550123","users":[501,502]}""");
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task An_unsorted_call_creates_a_contact_and_a_lead()
    {
        var unsorted = new JsonObject
        {
            ["source_name"] = "itgrix_amo",
            ["source_uid"] = "1.1",
            ["metadata"] = new JsonObject
            {
                ["from"] = "79001112233", ["phone"] = "74951112233", ["called_at"] = 1700000000, ["duration"] = 0,
                ["link"] = "",
                ["service_code"] = "itgrix_amo", ["uniq"] = "1.1", ["is_call_event_needed"] = false,
            },
            ["_embedded"] = new JsonObject
            {
                ["contacts"] = new JsonArray(new JsonObject { ["name"] = "Contact 79001112233" }),
            },
        };

        var results = await _api.AddUnsortedCallsAsync([unsorted], default);

        results.Should().ContainSingle().Which.Entity.Embedded("leads").Should().ContainSingle();
        _lab.Sandbox.Table("unsorted").Should().HaveCount(1);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Users_account_and_pipelines_are_read()
    {
        (await _api.UsersAsync(default)).Select(user => user.Text("phone_number")).Should().Equal("101", "102", "103");
        (await _api.AccountAsync(default)).Text("subdomain").Should().Be("sandbox");
        (await _api.PipelinesAsync(default))[0].Embedded("statuses").Should().HaveCount(4);
    }
}
