using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Telephony;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>The task to fill in what a call has made in the CRM.</summary>
[TestClass]
public sealed class NewContactTaskTests
{
    private const string Stranger = "12025550145", Known = "12025550123";

    public TestContext TestContext { get; set; } = null!;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(ClientKind.Lead, "L_")]
    [DataRow(ClientKind.Contact, "C_")]
    public async Task The_employee_who_answered_a_new_client_gets_a_task_to_fill_in_the_contact(
        object made, string mark)
    {
        await using var run = Run((ClientKind)made);

        await Play(run, Stranger, isAnswered: true);

        var task = run.Sent.Single(request => request.Method == "tasks.task.add").Parameters;
        var fields = task["fields"]!;
        (fields["TITLE"]!.ToString(), (long)fields["RESPONSIBLE_ID"]!, (long)fields["CREATED_BY"]!)
            .Should().Be(($"Fill in the new contact {Stranger}", 1, 3));
        fields["UF_CRM_TASK"]!.AsArray().Single()!.ToString().Should().StartWith(mark);
        (DateTimeOffset.Parse($"{fields["DEADLINE"]}") - Ended(run)).Should().Be(TimeSpan.FromMinutes(15));
        run.Sandbox.Table("task").Single()!["description"]!.ToString().Should().Be("New contact, call c1");
        run.Asked.Should().NotContain(one => one.Outcome.Hook.Name == "process_task_creation_params");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(Known, true, ClientKind.Lead)]
    [DataRow(Stranger, false, ClientKind.Lead)]
    [DataRow(Stranger, true, ClientKind.Nothing)]
    public async Task Calls_that_create_no_contact_or_are_missed_create_no_new_contact_task(
        string client, bool isAnswered, object made)
    {
        await using var run = Run((ClientKind)made);

        await Play(run, client, isAnswered);

        run.SentMethods.Should().Contain("telephony.externalcall.finish").And.NotContain("tasks.task.add");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_the_setting_no_new_contact_task_is_created()
    {
        await using var run = Run(ClientKind.Lead, isOn: false);

        await Play(run, Stranger, isAnswered: true);

        run.SentMethods.Should().NotContain("tasks.task.add");
    }

    private static FlowRun Run(ClientKind create, bool isOn = true) => new(Crm.Bitrix24)
    {
        Options = new()
        {
            DefaultUser = 3, Recording = RecordingMode.None, Create = new(create, create),
            TaskOnNewContact = new() { IsOn = isOn },
        },
    };

    // Alice's phone rings.
    private async Task Play(FlowRun run, string client, bool isAnswered)
    {
        var call = new CelStream("c1");
        PbxEvent[] events = isAnswered ? [.. call.Answered(client), .. call.Over()] :
        [
            call.Starts("PJSIP/trunk-1", "c1", client, "2025550101"), call.Starts("PJSIP/101-3", "c1.2", "101"),
            call.HangsUp("PJSIP/101-3", "c1.2", 17), call.HangsUp("PJSIP/trunk-1", "c1"), call.Ends(),
        ];
        await run.Play(events, StageRules.Tracker(), TestContext.CancellationToken);
    }

    private static DateTimeOffset Ended(FlowRun run) => new(run.Asked.Last().Stage.Time, TimeSpan.Zero);
}
