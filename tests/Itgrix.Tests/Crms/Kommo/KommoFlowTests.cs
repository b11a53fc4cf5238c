using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>What Kommo gets of calls with each of its settings.</summary>
[TestClass]
public sealed class KommoFlowTests
{
    private const string Stranger = ClientCalls.Stranger, Known = ClientCalls.Known;

    // The sandbox's; the last two are the same in every account.
    private const long SandboxPhoneField = 701, FirstStatus = 811, Won = 142, Lost = 143;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Limit => TestContext.CancellationToken;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(KommoClientKind.Lead, "in_answered_caller_ends",
        "contact 12025550145 for Alice|card to Alice|lead \"12025550145 - incoming\" for Alice|call in "
        + "12025550145 answered 4 s for Alice")]
    [DataRow(KommoClientKind.Contact, "in_answered_caller_ends",
        "contact 12025550145 for Alice|card to Alice|call in 12025550145 answered 4 s for Alice")]
    [DataRow(KommoClientKind.Unsorted, "in_answered_caller_ends", "card to Alice|unsorted 12025550145")]
    [DataRow(
        KommoClientKind.Nothing, "in_answered_caller_ends", "card to Alice|call in 12025550145 answered 4 s for Alice")]
    [DataRow(KommoClientKind.Lead, "in_unreachable",
        "contact 12025550145 for Carol|lead \"12025550145 - missed incoming\" for Carol|call in "
        + "12025550145 not available 0 s for Carol")]
    [DataRow(KommoClientKind.Contact, "in_unreachable",
        "contact 12025550145 for Carol|call in 12025550145 not available 0 s for Carol")]
    [DataRow(KommoClientKind.Unsorted, "in_unreachable", "unsorted 12025550145")]
    [DataRow(KommoClientKind.Lead, "out_answered",
        "contact 12025550145 for Alice|lead \"12025550145 - outgoing\" for Alice|call out 12025550145 "
        + "answered 4 s for Alice")]
    [DataRow(KommoClientKind.Contact, "out_no_answer",
        "contact 12025550145 for Alice|call out 12025550145 not answered 0 s for Alice")]
    [DataRow(KommoClientKind.Unsorted, "out_no_answer", "unsorted 12025550145")]
    [DataRow(KommoClientKind.Nothing, "out_no_answer", "call out 12025550145 not answered 0 s for Alice")]
    public async Task The_entity_for_an_unknown_number_is_configured_by_direction(
        object kind, string capture, string expected)
    {
        var made = (KommoClientKind)kind;
        var isOutgoing = capture.StartsWith("out");
        await using var run = Run(new()
        {
            DefaultUser = 503,
            Create = isOutgoing ? new(KommoClientKind.Nothing, made) : new(made, KommoClientKind.Nothing),
        });

        (await DeliverAsync(run, capture, Stranger)).Should().Equal(expected.Split('|'));

        run.Account.Table("calls").Should().HaveCount(made is KommoClientKind.Lead or KommoClientKind.Contact ? 1 : 0);
        run.Account.Table("unsorted").Should().HaveCount(made == KommoClientKind.Unsorted ? 1 : 0);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(KommoClientKind.Lead,
        false, "card to Alice|lead \"12025550123 - incoming\" for Alice|call in 12025550123 answered 4 s for Alice")]
    [DataRow(KommoClientKind.Lead, true, "card to Alice|call in 12025550123 answered 4 s for Alice")]
    [DataRow(KommoClientKind.Contact, false, "card to Alice|call in 12025550123 answered 4 s for Alice")]
    [DataRow(KommoClientKind.Unsorted, false, "card to Alice|call in 12025550123 answered 4 s for Alice")]
    [DataRow(KommoClientKind.Nothing, false, "card to Alice|call in 12025550123 answered 4 s for Alice")]
    public async Task A_known_client_gets_at_most_a_lead(object kind, bool hasLead, string expected)
    {
        await using var run = Run(
            new() { DefaultUser = 503, Create = new((KommoClientKind)kind, KommoClientKind.Nothing) });
        var ivan = await StartAsync(run);
        var lead = hasLead ? await AddLeadAsync(run, "contacts", ivan) : 0;

        (await DeliverAsync(run, "in_answered_caller_ends", Known)).Should().Equal(expected.Split('|'));

        var call = run.Account.Table("calls").Single()!;
        ((long)call["entity_id"]!).Should().Be(hasLead ? lead
            : (KommoClientKind)kind == KommoClientKind.Lead ? (long)run.Account.Table("leads").Single()!["id"]! : ivan);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_won_or_lost_lead_is_ignored()
    {
        await using var run = Run(
            new() { DefaultUser = 503, Create = new(KommoClientKind.Lead, KommoClientKind.Nothing) });
        var ivan = await StartAsync(run);
        await AddLeadAsync(run, "contacts", ivan, Won);
        await AddLeadAsync(run, "contacts", ivan, Lost);

        (await DeliverAsync(run, "in_answered_caller_ends", Known))
            .Should().Contain("lead \"12025550123 - incoming\" for Alice");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Of_several_clients_with_a_number_the_one_with_an_open_lead_is_used()
    {
        await using var run = Run(
            new() { DefaultUser = 503, Create = new(KommoClientKind.Lead, KommoClientKind.Nothing) });
        var ivan = await StartAsync(run);
        await AddLeadAsync(run, "contacts", ivan, Lost);
        var anna = await AddAsync(run, KommoEntity.Contacts, Someone("Anna", Known, 503));
        await AddLeadAsync(run, "contacts", anna);
        run.Script("process_call_params", "return Success(Params);");

        (await DeliverAsync(run, "in_no_answer", Known)).Should().NotContain(request => request.StartsWith("lead"));

        $"{run.InputOf("process_call_params")!["call_full"]!["entity"]!["name"]}".Should().Be("Anna");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_company_gets_a_lead_and_no_contact()
    {
        await using var run = Run(new()
        {
            DefaultUser = 503, Create = new(KommoClientKind.Lead, KommoClientKind.Nothing),
            TaskOnMissed = new() { Incoming = true, Title = "Call {name}" },
        });
        await StartAsync(run);
        var company = await AddAsync(run, KommoEntity.Companies, Someone("Example Ltd", Stranger, 502));

        (await DeliverAsync(run, "in_no_answer", Stranger)).Should().Equal("card to Alice",
            "lead \"12025550145 - missed incoming\" for Bob", "call in 12025550145 not answered 0 s for Bob",
            "task for Bob: Call 12025550145 - missed incoming");

        var lead = run.Account.Table("leads").Single()!;
        ((long)lead["_embedded"]!["companies"]!.AsArray().Single()!["id"]!).Should().Be(company);
        run.Account.Table("contacts").Should().HaveCount(1);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(KommoTakeOver.New, false, "")]
    [DataRow(KommoTakeOver.Always, false, "change contact to Alice|change lead to Alice")]
    [DataRow(KommoTakeOver.Never, false, "")]
    [DataRow(KommoTakeOver.New, true, "change contact to Bob|change lead to Bob")]
    [DataRow(KommoTakeOver.Always, true, "change contact to Bob|change lead to Bob")]
    [DataRow(KommoTakeOver.Never, true, "")]
    public async Task The_employee_who_answered_gets_contact_and_lead_as_configured(
        object takeOver, bool isNew, string expected)
    {
        await using var run = Run(new()
        {
            DefaultUser = 503,
            Create = new(KommoClientKind.Lead, KommoClientKind.Nothing), TakeOver = (KommoTakeOver)takeOver,
        });
        var ivan = await StartAsync(run);
        await AddLeadAsync(run, "contacts", ivan);

        var requests = isNew ? await DeliverAsync(run, "transfer_blind", Stranger)
            : await DeliverAsync(run, "in_answered_caller_ends", Known);

        string.Join('|', requests.Where(request => request.StartsWith("change"))).Should().Be(expected);
        (await DeliverAsync(run, "in_no_answer", isNew ? Stranger : Known, "again")).Should()
            .NotContain(request => request.StartsWith("change"), "nobody answered it");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(MissedResponsible.Client, Known, "in_no_answer", "Bob")]
    [DataRow(MissedResponsible.LastUser, Known, "in_no_answer", "Alice")]
    [DataRow(MissedResponsible.DefaultUser, Known, "in_no_answer", "Carol")]
    [DataRow(MissedResponsible.Client, Stranger, "in_no_answer", "Alice")]
    [DataRow(MissedResponsible.Client, Stranger, "in_unreachable", "Carol")]
    [DataRow(MissedResponsible.LastUser, Known, "in_unreachable", "Carol")]
    [DataRow(MissedResponsible.DefaultUser, Known, "out_no_answer", "Alice")]
    public async Task A_missed_call_and_its_task_are_assigned_as_configured(
        object setting, string client, string capture, string who)
    {
        await using var run = Run(new()
        {
            DefaultUser = 503, Create = new(KommoClientKind.Nothing, KommoClientKind.Nothing),
            MissedResponsible = (MissedResponsible)setting,
            TaskOnMissed = new() { Incoming = true, Outgoing = true, Title = "Call back" },
        });

        (await DeliverAsync(run, capture, client)).Where(request => !request.StartsWith("card")).Should()
            .SatisfyRespectively(
                call => call.Should().EndWith($" s for {who}"), task => task.Should().Be($"task for {who}: Call back"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Only_calls_of_the_configured_users_are_recorded()
    {
        await using var run = Run(new() { DefaultUser = 503, OnlyUsers = [502] });

        (await DeliverAsync(run, "in_answered_caller_ends", Stranger)).Should().BeEmpty("Alice is not among them");
        (await DeliverAsync(run, "in_unreachable", Stranger, "b")).Should().BeEmpty("nobody was called");
        (await DeliverAsync(run, "in_one_after_the_other", Stranger, "c")).Should()
            .Equal("contact 12025550145 for Bob", "card to Bob", "call in 12025550145 answered 3 s for Bob");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(CardMoment.Ring, "in_picked_up", "Alice Carol")]
    [DataRow(CardMoment.Answer, "in_picked_up", "Carol")]
    [DataRow(CardMoment.Never, "in_picked_up", "")]
    [DataRow(CardMoment.Ring, "out_answered", "Alice")]
    [DataRow(CardMoment.Answer, "out_no_answer", "")]
    [DataRow(CardMoment.Answer, "out_answered", "Alice")]
    [DataRow(CardMoment.Never, "out_answered", "")]
    public async Task The_card_of_a_client_opens_at_the_configured_moment(object moment, string capture, string who)
    {
        var isOutgoing = capture.StartsWith("out");
        await using var run = Run(new()
        {
            DefaultUser = 503,
            Card = isOutgoing ? new(CardMoment.Never, (CardMoment)moment) : new((CardMoment)moment, CardMoment.Never),
        });

        var requests = await DeliverAsync(run, capture, Known);

        string.Join(' ', requests.Where(request => request.StartsWith("card"))
            .Select(request => request.Split(' ')[^1])).Should().Be(who);
        run.Account.Table("cards").Should().HaveCount(who.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length)
            .And.NotContain(card => $"{card!["type"]} {card["phone_number"]}" != $"phone_call {Known}");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Configured_extensions_take_precedence_over_profiles()
    {
        await using var run = Run(new() { DefaultUser = 503, Users = new Dictionary<string, long> { ["101"] = 502 } });

        (await DeliverAsync(run, "in_answered_caller_ends", Known)).Should()
            .Equal("card to Bob", "call in 12025550123 answered 4 s for Bob");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Pipeline_status_and_tag_are_as_configured()
    {
        await using var run = Run(new()
        {
            DefaultUser = 503,
            Create = new(KommoClientKind.Lead, KommoClientKind.Nothing), Pipeline = 801, Status = 812, Tag = "",
        });

        await DeliverAsync(run, "in_answered_caller_ends", Stranger);

        var lead = run.Account.Table("leads").Single()!;
        ((long)lead["pipeline_id"]!, (long)lead["status_id"]!).Should().Be((801, 812));
        lead["_embedded"]!["tags"]!.AsArray().Should().BeEmpty();
        run.Account.Table("contacts")[^1]!["_embedded"]!["tags"]!.AsArray().Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("in_answered_caller_ends", Stranger, true)]
    [DataRow("out_answered", Stranger, true)]
    [DataRow("in_no_answer", Stranger, false)]
    [DataRow("in_answered_caller_ends", Known, false)]
    public async Task The_employee_who_answered_a_new_client_has_15_minutes_to_fill_in_the_contact(
        string capture, string client, bool isTask)
    {
        await using var run = Run(new()
        {
            DefaultUser = 503, Create = new(KommoClientKind.Contact, KommoClientKind.Contact),
            TaskOnNewContact = new() { IsOn = true },
        });

        await DeliverAsync(run, capture, client);

        run.Account.Table("tasks").Should().HaveCount(isTask ? 1 : 0);
        if (!isTask)
            return;
        var task = run.Account.Table("tasks").Single()!;
        ((long)task["responsible_user_id"]!, $"{task["text"]}")
            .Should().Be((501, "Fill in the new contact 12025550145"));
        ($"{task["entity_type"]}", (long)task["entity_id"]!)
            .Should().Be(("contacts", (long)run.Account.Table("contacts")[^1]!["id"]!));
        ((long)task["complete_till"]!).Should().Be(EndOf(capture) + 15 * 60);
        run.Asked.Should().NotContain(one => one.Outcome.Hook.Name == "process_task_creation_params");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_employee_who_missed_a_call_has_15_minutes_to_call_back()
    {
        await using var run = Run(new()
        {
            DefaultUser = 503, MissedResponsible = MissedResponsible.LastUser,
            TaskOnMissed = new KommoCallOptions().TaskOnMissed with { Incoming = true },
        });

        await DeliverAsync(run, "in_no_answer", Known);

        var task = run.Account.Table("tasks").Single()!;
        ((long)task["responsible_user_id"]!, $"{task["text"]}")
            .Should().Be((501, "Call back Ivan Ivanov on a missed call from a number 12025550123"));
        ((long)task["complete_till"]!).Should().Be(EndOf("in_no_answer") + 15 * 60);
        await DeliverAsync(run, "out_no_answer", Known, "out");
        run.Account.Table("tasks").Should().HaveCount(1, "that is off");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_the_phone_field_calls_wait_until_it_exists()
    {
        await using var run = Run(new() { DefaultUser = 503 });
        run.KommoLike = AccountSettings.WithoutLimit with { LacksPhoneField = true };
        var stages = ClientCalls.Of("in_answered_caller_ends", Stranger);

        for (var times = 0; times < 2; times++)
        {
            var error = (await FluentActions.Awaiting(() => run.ReachedAsync(stages[0], Limit))
                .Should().ThrowAsync<CrmException>()).Which;
            (error.NeedsAPerson, error.Message)
                .Should().Be((true, "The Kommo account has no field for contacts with the code PHONE that knows the "
                + "kind WORK, so that no contact can be given a number. Add the field in Kommo; calls wait "
                + "until it is there."));
        }
        run.Sent.Should().BeEmpty();

        run.Account.AddPhoneField();
        foreach (var stage in stages)
            await run.ReachedAsync(stage, Limit);

        run.Sent.Select(KommoTranscript.Of).Should()
            .Equal("contact 12025550145 for Alice", "card to Alice", "call in 12025550145 answered 4 s for Alice");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_with_a_word_as_number_is_not_sent()
    {
        await using var run = Run(
            new() { DefaultUser = 503, Create = new(KommoClientKind.Lead, KommoClientKind.Nothing) });

        (await DeliverAsync(run, "in_answered_caller_ends", "alice")).Should().BeEmpty();
    }

    private static FlowRun Run(KommoCallOptions calls) =>
        new(Crm.Kommo) { KommoCalls = calls, Pauses = new(TimeSpan.Zero, TimeSpan.Zero) };

    // Starts the account; its only contact.
    private static async Task<long> StartAsync(FlowRun run)
    {
        await run.StartAsync();
        return (long)run.Account.Table("contacts").Single()!["id"]!;
    }

    private async Task<IReadOnlyList<string>> DeliverAsync(FlowRun run, string capture, string client, string call = "")
    {
        var before = run.Sent.Count;
        foreach (var stage in ClientCalls.Of(capture, client, call))
            await run.ReachedAsync(stage, Limit);
        return [.. run.Sent.Skip(before).Select(KommoTranscript.Of)];
    }

    private Task<long> AddLeadAsync(FlowRun run, string kind, long client, long status = FirstStatus) =>
        AddAsync(run, KommoEntity.Leads, new()
        {
            ["name"] = "A deal", ["status_id"] = status, ["responsible_user_id"] = 502,
            ["_embedded"] = new JsonObject { [kind] = new JsonArray(new JsonObject { ["id"] = client }) },
        });

    private async Task<long> AddAsync(FlowRun run, KommoEntity kind, JsonObject entity) =>
        (await run.Kommo.CreateAsync(kind, [entity], Limit))[0].Id!.Value;

    private static JsonObject Someone(string name, string phone, long responsible) => new()
    {
        ["name"] = name,
        ["responsible_user_id"] = responsible,
        ["custom_fields_values"] = new JsonArray(new PhoneField(SandboxPhoneField).With(phone)),
    };

    private static long EndOf(string capture) =>
        new DateTimeOffset(ClientCalls.Of(capture)[^1].Time, TimeSpan.Zero).ToUnixTimeSeconds();
}
