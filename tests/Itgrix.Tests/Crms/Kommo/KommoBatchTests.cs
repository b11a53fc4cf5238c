using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

[TestClass]
public sealed class KommoBatchTests
{
    private const int Limit = TestTimeout.Milliseconds;

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
    public async Task Many_entities_are_sent_fifty_in_a_request_and_each_gets_its_own_id()
    {
        var results = await _api.CreateAsync(KommoEntity.Contacts, Contacts(120), default);

        _lab.Sandbox.Requests.Select(request => ((JsonArray)request.Body!).Count).Should().Equal(50, 50, 20);
        var names = _lab.Sandbox.Table("contacts").ToDictionary(one => (long)one!["id"]!, one => (string)one!["name"]!);
        results.Select(result => names[result.Id!.Value]).Should()
            .Equal(Enumerable.Range(0, 120).Select(index => $"Client {index}"));
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task An_invalid_entity_fails_alone()
    {
        var contacts = Contacts(5);
        contacts[3]["responsible_user_id"] = 7;

        var results = await _api.CreateAsync(KommoEntity.Contacts, contacts, default);

        results.Select(result => result.IsDone).Should().Equal(true, true, true, false, true);
        results[3].Error!.Failure.Should().Be(CrmFailure.Rejected);
        results[3].Error!.Message.Should().Contain("responsible_user_id");
        _lab.Sandbox.Table("contacts").Select(one => (string)one!["name"]!).Should().Equal(
            "Ivan Ivanov", "Client 0", "Client 1", "Client 2", "Client 4");
        contacts[0].ContainsKey("request_id").Should().BeFalse("what the caller has is its own");
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Updates_are_answered_in_order()
    {
        var created = await _api.CreateAsync(
            KommoEntity.Leads, [new() { ["name"] = "a" }, new() { ["name"] = "b" }], default);

        var results = await _api.UpdateAsync(KommoEntity.Leads,
            [.. created.Select(lead => new JsonObject { ["id"] = lead.Id, ["price"] = lead.Id })], default);

        results.Select(result => result.Id).Should().Equal(created.Select(lead => lead.Id));
        _lab.Sandbox.Table("leads").Should().OnlyContain(lead => (long)lead!["price"]! == (long)lead["id"]!);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Calls_from_unknown_numbers_fail()
    {
        var results = await _api.AddCallsAsync(
            [Call("+12025550123"), Call("+12025550199"), Call("8 (202) 555-01-23")], default);

        results.Select(result => result.IsDone).Should().Equal(true, false, true);
        results[1].Error!.Code.Should().Be("263");
        results[1].Error!.IsTransient.Should().BeFalse();
        results[0].Entity.GetProperty("entity_type").GetString().Should().Be("contact");
        _lab.Sandbox.Table("calls").Should().HaveCount(2);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task A_call_from_an_unknown_number_is_an_error_with_its_code()
    {
        var results = await _api.AddCallsAsync([Call("+12025550199")], default);

        results.Should().ContainSingle().Which.Error!.Code.Should().Be("263");
        _lab.Sandbox.Requests.Should().ContainSingle().Which.Status.Should().Be(400);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Results_of_the_first_request_are_kept_when_the_second_fails()
    {
        _lab.Sandbox.Faults.Add(new() { Kind = KommoFaultKind.CutAfter, Probability = 0.5, Seed = SecondOnly() });

        var results = await _api.CreateAsync(KommoEntity.Contacts, Contacts(60), default);

        results.Take(50).Should().OnlyContain(result => result.IsDone);
        results.Skip(50).Should()
            .OnlyContain(result => result.Error!.Failure == CrmFailure.Lost && result.Error.OutcomeUnknown);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Without_entities_no_request_is_sent()
    {
        (await _api.CreateAsync(KommoEntity.Contacts, [], default)).Should().BeEmpty();

        _lab.Sandbox.Requests.Should().BeEmpty();
    }

    // The seed with which the first request is spared and the second struck.
    private static int SecondOnly() => Enumerable.Range(1, 100).First(seed =>
        new Random(seed) is var random && random.NextDouble() >= 0.5 && random.NextDouble() < 0.5);

    private static List<JsonObject> Contacts(int count) =>
        [.. Enumerable.Range(0, count).Select(index => new JsonObject { ["name"] = $"Client {index}" })];

    private static JsonObject Call(string phone) => new()
    {
        ["direction"] = "inbound", ["duration"] = 5, ["source"] = "itgrix_amo", ["phone"] = phone, ["call_status"] = 4,
    };
}
