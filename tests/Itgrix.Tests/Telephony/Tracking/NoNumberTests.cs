using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Cli;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Calls with a word, or nothing, where a client's number is expected.</summary>
[TestClass]
public sealed class NoNumberTests
{
    // Words of lines, dialplans and languages; none of them has a digit of 0 to 9.
    private static readonly string[] Words =
    [
        "", "anonymous", "Anonymous",
        "ANONYMOUS", "Restricted", "WITHHELD", "Unavailable", "P", "O", "Private", "unknown", "Unknown",
        "<unknown>", "asterisk",
        "s", "\"\"", "-", "+", "*", "#", "*#", "Скрытый номер", "Número oculto", "匿名", "٠١٢٣", "１２３",
        "anonymous@anonymous.invalid",
        "anonymous@192.0.2.15", "sip:anonymous@192.0.2.15:5060", "restricted;phone-context=+49", "No Caller ID",
        "Номер скрыт", "Verborgen", "非通知", "unknown@0.0.0.0",
    ];

    // They have digits, and are no client's number all the same.
    private static readonly string[] Fakes =
        ["0", "00", "0000000000", "+0", "266696687", "+266696687", "3925098f-c504-4b7d-bf8a-499bb7cc4d92"];

    private static readonly string[] Numbers =
        ["12025550199", "+12025550199", "12025550199@pbx.example.com",
            "sip:+12025550199@192.0.2.15", "(202) 555-0199", "Line 12345"];

    public static IEnumerable<object[]> AllWords => Words.Select(word => new object[] { word });

    public static IEnumerable<object[]> AllCallers => Words.Concat(Fakes).Select(word => new object[] { word });

    public static IEnumerable<object[]> AllNumbers => Numbers.Select(number => new object[] { number });

    private readonly TemporaryFolder _folder = new();

    public TestContext TestContext { get; set; } = null!;

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    [DynamicData(nameof(AllCallers))]
    public void A_caller_without_a_digit_is_a_caller_without_a_number(string caller)
    {
        var call = LastOf(new CelStream().Whole(), caller);

        (call.Channel.Type, call.Client.Original, call.Channel.To.Original, call.Result)
            .Should().Be((CallType.Incoming, "", "2025550101", 200));
        call.Conversations["c1.2"].Channel.From.Original.Should().BeEmpty();
        CallFlow.IsOfClient(call).Should().BeFalse();
    }

    [TestMethod]
    [DynamicData(nameof(AllNumbers))]
    public void A_caller_with_a_digit_has_a_number_whatever_else_it_says(string caller)
    {
        var call = LastOf(new CelStream().Whole(), caller);

        (call.Channel.Type, call.Client.Original).Should().Be((CallType.Incoming, caller));
        CallFlow.IsOfClient(call).Should().BeTrue();
    }

    [TestMethod]
    [DynamicData(nameof(AllWords))]
    public void After_a_transfer_the_caller_still_has_no_number(string caller)
    {
        var cel = new CelStream();

        var stages = StageRules.Tracker().Tell(From(caller,
        [
            .. cel.Answered(), cel.Starts("PJSIP/102-3", "c1.3", "102"), cel.Exits("PJSIP/101-2", "c1.2", "c1"),
            cel.HangsUp("PJSIP/101-2", "c1.2"),
            cel.Answers("PJSIP/102-3", "c1.3"), cel.Enters("PJSIP/102-3", "c1.3", "c1"),
            cel.HangsUp("PJSIP/102-3", "c1.3"), cel.HangsUp("PJSIP/trunk-1", "c1"), cel.Ends(),
        ]));

        stages.Should().HaveCount(7)
            .And.OnlyContain(stage => stage.Call.Client.Original == "" && !CallFlow.IsOfClient(stage.Call));
    }

    [TestMethod]
    [DynamicData(nameof(AllWords))]
    public void A_name_that_is_dialled_outside_is_no_number(string dialled)
    {
        var cel = new CelStream();

        var call = StageRules.Tracker().Tell(
        [
            cel.Starts("PJSIP/101-1", "c1", "101", dialled) with { DialedNumber = dialled },
            cel.Dials("PJSIP/101-1", "c1", $"PJSIP/{dialled}@trunk,30", "101", dialled),
            cel.Starts("PJSIP/trunk-2", "c1.2", dialled, "s"), cel.Answers("PJSIP/trunk-2", "c1.2"),
            cel.Enters("PJSIP/101-1", "c1"), cel.Enters("PJSIP/trunk-2", "c1.2"),
            cel.HangsUp("PJSIP/trunk-2", "c1.2"), cel.HangsUp("PJSIP/101-1", "c1"), cel.Ends(),
        ])[^1].Call;

        // Of these alone the beginning of a code is dialled, which stays inside.
        call.Channel.Type.Should()
            .Be(dialled.StartsWith('*') || dialled.StartsWith('#') ? CallType.Local : CallType.Outgoing);
        call.Channel.To.Base.Should().Be(call.Channel.Type == CallType.Local ? dialled : "");
        CallFlow.IsOfClient(call).Should().BeFalse();
    }

    [TestMethod]
    [DataRow("alice")]
    [DataRow("sip:bob@example.com")]
    [DataRow("bob@192.0.2.15")]
    public void A_call_to_an_outside_name_reaches_no_CRM(string dialled)
    {
        var cel = new CelStream();

        var call = StageRules.Tracker().Tell(
        [
            cel.Starts("PJSIP/101-1", "c1", "101", dialled), cel.Starts("PJSIP/trunk-2", "c1.2", dialled, "s"),
            cel.HangsUp("PJSIP/trunk-2", "c1.2"), cel.HangsUp("PJSIP/101-1", "c1"), cel.Ends(),
        ])[^1].Call;

        CallFlow.IsOfClient(call).Should().BeFalse();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24"), DataRow("kommo")]
    public async Task A_replay_with_any_word_prints_what_it_prints_for_an_anonymous_caller(string id)
    {
        var crm = HookCatalog.FindCrm(id)!;
        var printed = await ReplayAsync(crm, ["anonymous", .. Words, "12025550199"]);

        printed[0].Should().HaveCountGreaterThan(3).And.NotContain(line => line.Contains("\"event\":\"crm\""));
        foreach (var (word, lines) in Words.Zip(printed.Skip(1)))
            lines.Should().Equal(printed[0], $"{word} is no number");
        printed[^1].Should().Contain(line => line.Contains("\"event\":\"crm\""));
    }

    // What is printed of each caller's call, in a replay of one call after the other; as if each had the same id.
    private async Task<IReadOnlyList<IReadOnlyList<string>>> ReplayAsync(Crm crm, IReadOnlyList<string> callers)
    {
        const string id = "1795334400.4";
        var call = await File.ReadAllTextAsync(
            ProjectFolder.Of("tests/Itgrix.Tests/Telephony/Tracking/cases", "in_answered_from_caller.cel.csv"),
            TestContext.CancellationToken);
        var file = _folder.Write("calls.csv", string.Concat(callers.Select((caller, number) =>
            call.Replace("{caller}", caller.Replace("\"", "\"\"")).Replace(id, OwnId(number)))));
        var output = new StringWriter();
        await ReplayCommand.RunAsync(
            new(file, CelColumns.Sample, null, CrmModules.Of(crm)),
            new() { Customizer = new() { Folders = [new(_folder.Path, null)] } }, output,
            TestContext.CancellationToken);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // How long a hook took is of the moment.
        return [.. callers.Select((_, number) => lines.Where(line => line.Contains($"\"call\":\"{OwnId(number)}"))
            .Select(line => line.Split(",\"elapsed_ms\"")[0].Replace(OwnId(number), id)).ToList())];

        string OwnId(int number) => $"{id}{number:00}";
    }

    private static CallFull LastOf(IEnumerable<CelRecord> records, string caller) =>
        StageRules.Tracker().Tell(From(caller, records))[^1].Call;

    // As Asterisk has it in each record of the caller's channel.
    private static IEnumerable<CelRecord> From(string caller, IEnumerable<CelRecord> records) =>
        records.Select(record =>
        record.UniqueId == "c1" ? record with { CallerNumber = caller } : record);
}
