using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>Under random failures each result still states truly what the account has done.</summary>
[TestClass]
public sealed class KommoTroubleTests
{
    private const int Limit = TestTimeout.Milliseconds;

    private static readonly KommoFaultKind[] Kinds =
    [
        KommoFaultKind.Outage, KommoFaultKind.Error, KommoFaultKind.CutBefore, KommoFaultKind.CutAfter,
        KommoFaultKind.Html, KommoFaultKind.BrokenJson, KommoFaultKind.Redirect,
    ];

    [TestMethod]
    [Timeout(Limit)]
    [DataRow(1)]
    [DataRow(2)]
    public async Task Successful_requests_took_effect_once_and_failed_ones_did_not(int seed)
    {
        await using var lab = await KommoLab.StartAsync();
        for (var index = 0; index < Kinds.Length; index++)
            lab.Sandbox.Faults.Add(new() { Kind = Kinds[index], Probability = 0.06, Seed = seed * 100 + index });
        var api = new KommoApi(lab.Client(lab.LongLived));

        var results = new List<(string Name, KommoResult Result)>();
        for (var index = 0; index < 300; index += 3)
        {
            var contacts = Enumerable.Range(index, 3).Select(Contact).ToList();
            var sent = await api.CreateAsync(KommoEntity.Contacts, contacts, default);
            results.AddRange(contacts.Zip(sent, (contact, result) => (contact["name"]!.ToString(), result)));
        }

        var there = lab.Sandbox.Table("contacts").ToLookup(one => one!["name"]!.ToString(), one => (long)one!["id"]!);
        foreach (var (name, result) in results)
        {
            if (result.IsDone)
                there[name].Should().Equal(result.Id!.Value);
            else if (result.Error!.OutcomeUnknown)
                there[name].Should().HaveCountLessThan(2);
            else
                there[name].Should().BeEmpty(result.Error.Message);
        }
        results.Should().Contain(one => one.Result.IsDone).And.Contain(one => !one.Result.IsDone);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task No_failure_of_the_token_server_spends_a_token_unnoticed()
    {
        await using var lab = await KommoLab.StartAsync();
        KommoFaultKind[] harmless =
            [KommoFaultKind.Outage, KommoFaultKind.Error, KommoFaultKind.CutBefore, KommoFaultKind.Rate];
        foreach (var kind in harmless)
        {
            lab.Sandbox.ExpireTokens();
            lab.Sandbox.Faults.Add(new() { Kind = kind, Times = 1, Paths = ["/oauth2/"] });
            var failing = new KommoApi(lab.Client());
            await FluentActions.Awaiting(() => failing.AccountAsync(default)).Should().ThrowAsync<CrmException>();

            (await new KommoApi(lab.Client()).AccountAsync(default)).Text("name").Should().Be("Sandbox");
        }
        lab.Sandbox.Counters.TokensRefused.Should().Be(0);
    }

    // One in ten is refused by the account itself.
    private static JsonObject Contact(int index) =>
        new() { ["name"] = $"Client {index}", ["responsible_user_id"] = index % 10 == 0 ? 7 : 501 };
}
