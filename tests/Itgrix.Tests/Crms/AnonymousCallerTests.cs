using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms;

/// <summary>Calls of callers without a number: a CRM gets them in the form that it takes, by a setting.</summary>
[TestClass]
public sealed class AnonymousCallerTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24"), DataRow("kommo")]
    public async Task By_default_a_CRM_gets_nothing_of_them(string id)
    {
        await using var run = new FlowRun(HookCatalog.FindCrm(id)!);

        await PlayAsync(run, "Restricted");

        run.Sent.Should().BeEmpty();
        run.Asked.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("", false), DataRow("Restricted", false), DataRow("0", true), DataRow("anonymous@192.0.2.15", true)]
    public async Task Bitrix24_keeps_them_under_the_number_of_the_setting(string caller, bool isMissed)
    {
        await using var run = new FlowRun(Crm.Bitrix24)
        {
            Options = new()
            {
                DefaultUser = 3, Anonymous = "0000000000", Create = new(ClientKind.Contact, ClientKind.Contact),
                TaskOnMissed = new() { Incoming = true },
            },
        };

        await PlayAsync(run, caller, isMissed);

        run.SentMethods.Where(method => method.StartsWith("telephony.", StringComparison.Ordinal)).Should().StartWith(
            ["telephony.externalcall.register"]).And.Contain("telephony.externalcall.finish");
        run.SentMethods.Should().NotContain(["crm.contact.add", "tasks.task.add"]);
        var registered = run.Sent[0].Parameters;
        ($"{registered["PHONE_NUMBER"]}", $"{registered["CRM_CREATE"]}", $"{registered["TYPE"]}")
            .Should().Be(("0000000000", "0", "2"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(false), DataRow(true)]
    public async Task Kommo_gets_an_incoming_lead_without_a_number(bool isMissed)
    {
        await using var run = new FlowRun(Crm.Kommo)
        {
            KommoCalls = new()
            {
                DefaultUser = 503, Anonymous = true, Create = new(KommoClientKind.Lead, KommoClientKind.Lead),
                TaskOnMissed = new() { Incoming = true },
            },
        };

        await PlayAsync(run, "anonymous", isMissed);

        run.SentMethods.Should().Equal(KommoTransport.AddUnsorted);
        var made = run.Account.Table("unsorted").Should().ContainSingle().Subject!.ToJsonString();
        // Kommo documents the number of the caller as a text, and needs no more of the call than where it came from.
        made.Should().Contain("\"from\":\"anonymous\"").And.Contain("\"source_uid\":\"c1\"")
            .And.NotContain("custom_fields_values\":[{");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Hooks_run_for_them_and_may_keep_them_out()
    {
        await using var run = new FlowRun(Crm.Bitrix24) { Options = new() { DefaultUser = 3, Anonymous = "00" } };
        run.Script("need_registration",
            "return In.CallFull.Channel.From.Best.Length > 0 ? Register() : Ignore();");

        await PlayAsync(run, "anonymous");

        run.Sent.Should().BeEmpty();
        run.Asked.Select(one => one.Outcome.Hook.Name).Should().Contain("need_registration")
            .And.NotContain("process_client_phone");
    }

    private async Task PlayAsync(FlowRun run, string caller, bool isMissed = false)
    {
        var cel = new CelStream();
        IEnumerable<CelRecord> events = isMissed
            ? [cel.Starts("PJSIP/trunk-1", cel.Call, caller, "2025550101"), cel.Starts("PJSIP/101-2", "c1.2", "101"),
                .. cel.Over()]
            : cel.Answered(caller).Concat(cel.Over());
        await run.Play(events, StageRules.Tracker(), TestContext.CancellationToken);
    }
}
