using System.Globalization;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Outbox;

/// <summary>
/// Many calls through the service's own process, which is killed, to an account with many failures; the test controls
/// the clock of both.
/// </summary>
[TestClass]
public sealed class ManyCallsToKommoTests
{
    private const int Calls = 1000, Clients = 200, Parts = 4;

    // One request in five fails. Failures with a long delay, and expired tokens, are rare.
    private static readonly KommoFaultKind[] Faults =
    [
        KommoFaultKind.Outage,
        KommoFaultKind.Error, KommoFaultKind.CutBefore, KommoFaultKind.CutAfter, KommoFaultKind.Html,
        KommoFaultKind.BrokenJson, KommoFaultKind.Slow, KommoFaultKind.Redirect,
    ];

    private readonly ManyCallsRun _run = new();
    private KommoSandbox _account = null!;

    [TestCleanup]
    public async Task Clean()
    {
        await _run.DisposeAsync();
        await _account.DisposeAsync();
    }

    [TestMethod]
    public async Task Every_call_is_complete_exactly_once_after_failures_crashes_blocks_and_ended_tokens()
    {
        // Two calls of a client run at the same time, and more later.
        var records = ManyCallsRun.Records(Calls)
            .Select(record => record.Of(ClientOf(Number(record) / 2 % Clients))).ToList();
        var parts = records.Chunk(records.Count / Parts + 1).ToList();
        await StartAsync(AccountSettings.WithoutLimit with { Time = _run.Clock });
        for (var kind = 0; kind < Faults.Length; kind++)
            _account.Faults.Add(
                new() { Kind = Faults[kind], Probability = 0.2 / Faults.Length, Seed = kind, DelayMs = 200 });

        await SendEventsAsync(parts[0]);
        await _run.CrashAsync();
        await TellWhileBlockedAsync(parts[1], KommoFaultKind.Block);
        await _run.CrashAsync();
        await TellWhileBlockedAsync(parts[2], KommoFaultKind.Unpaid);
        await EndTokensAsync();
        await _run.CrashAsync();
        _account.Faults.Add(new() { Kind = KommoFaultKind.Rate, Probability = 0.1, Times = 5 });
        await SendEventsAsync(parts[3]);
        await CompleteAsync(Calls);

        _account.Faults.Clear();
        _account.Table("calls").Select(call => $"{call!["uniq"]}").Should().OnlyHaveUniqueItems().And.HaveCount(Calls);
        _account.Table("contacts").Select(Phone).Should().OnlyHaveUniqueItems().And.HaveCount(1 + Clients);
        _account.Table("leads").Select(lead => $"{lead!["_embedded"]!["contacts"]![0]!["id"]}").Should()
            .OnlyHaveUniqueItems().And.HaveCount(Clients);
        _account.Table("tasks").Select(task => $"{task!["text"]}").Should()
            .OnlyHaveUniqueItems("its hook names the call").And.HaveCount(ManyCallsRun.Missed(Calls));
        _account.Counters.TokensRefused.Should().Be(0);
    }

    [TestMethod]
    public async Task The_limit_of_seven_requests_a_second_is_respected()
    {
        const int few = 16;
        await StartAsync(new(), isOnClock: false);

        _run.Tell(ManyCallsRun.Records(few).Select(record => record.Of(ClientOf(Number(record)))));
        await CompleteAsync(few);

        var counters = _account.Counters;
        (counters.Beyond, counters.WhileBlocked).Should().Be((0, 0));
        counters.Highest.Should().BeInRange(5, 7);
        _account.Table("calls").Select(call => $"{call!["uniq"]}").Should().OnlyHaveUniqueItems().And.HaveCount(few);
    }

    private async Task StartAsync(AccountSettings settings, bool isOnClock = true)
    {
        _account = await KommoSandbox.StartAsync(settings, _run.Limit);
        _run.Write("kommo/process_task_creation_params.php", """
            <?php
            $params['text'] = $params['call_full']['channel']['id'];
            return ['state' => 'success', 'data' => $params];
            """);
        await _run.StartAsync(new() { ["kommo"] = Section(_account, _run.File("tokens")) }, isOnClock);
    }

    internal static JsonObject Section(KommoSandbox account, string tokens) => new()
    {
        ["account"] = $"{account.Address}",
        ["client_id"] = account.Settings.ClientId,
        ["client_secret"] = account.Settings.ClientSecret,
        ["redirect_uri"] = account.Settings.RedirectUri,
        ["authorization_code"] = account.Settings.AuthorizationCode,
        ["tokens"] = tokens,
        ["timeout"] = 30,
        ["default_user"] = 503,
        ["create"] = new JsonObject { ["incoming"] = "lead", ["outgoing"] = "contact" },
        ["task_on_missed"] = new JsonObject { ["incoming"] = true },
    };

    // Waits until the service works on it.
    private async Task SendEventsAsync(IReadOnlyList<CelRecord> records)
    {
        var before = _account.Requests.Count;
        _run.Tell(records);
        await _run.UntilAsync(() =>
            _account.Requests.Count > before + 300, () => $"Only {_account.Requests.Count - before} requests came.");
    }

    private async Task TellWhileBlockedAsync(IReadOnlyList<CelRecord> records, KommoFaultKind block)
    {
        _run.Tell(records);
        _account.Faults.Add(new() { Kind = block, Times = 1 });
        await _run.UntilAsync(
            () => _account.Requests.Any(request => request.Fault == $"{block}"), () => "Nothing was blocked.");
        var blocked = _account.Requests.TakeWhile(request => request.Fault != $"{block}").Count();

        for (var seconds = 0; seconds < 280; seconds += 20)
            await _run.PassAsync(TimeSpan.FromSeconds(20));
        var before = _account.Requests.Count;
        before.Should().BeLessThanOrEqualTo(
            blocked + 1 + new PendingStageOptions().Parallel, "only what was on its way comes");
        await _run.PassAsync(TimeSpan.FromSeconds(40));
        await _run.UntilAsync(
            () => _account.Requests.Count > before + 100, () => "It does not go on.", TimeSpan.FromSeconds(1));
    }

    // A crash during a token renewal has tests of its own.
    private async Task EndTokensAsync()
    {
        var issued = _account.Counters.TokensIssued;
        _account.ExpireTokens();
        await _run.UntilAsync(() => _account.Counters.TokensIssued > issued, () =>
            "No new tokens were asked for.", TimeSpan.FromSeconds(1));
        var before = _account.Requests.Count;
        await _run.UntilAsync(() => _account.Requests.Skip(before)
            .Count(request => request.Done) > 10, () => "It does not go on.", TimeSpan.FromSeconds(1));
    }

    private async Task CompleteAsync(int calls)
    {
        await _run.UntilAsync(
            () => _account.Table("calls").Count >= calls && _account.Table("tasks").Count >= ManyCallsRun.Missed(calls),
            () => $"{_account.Table("calls").Count} of {calls} calls and {_account.Table("tasks").Count} of "
                + $"{ManyCallsRun.Missed(calls)} tasks are there.",
            TimeSpan.FromSeconds(1));
        await _run.StopAsync();
    }

    private static int Number(CelRecord record) => int.Parse(record.LinkedId[^6..], CultureInfo.InvariantCulture);

    private static string ClientOf(int number) => $"1202556{number:0000}";

    private static string Phone(JsonNode? contact) =>
        $"{contact!["custom_fields_values"]![0]!["values"]![0]!["value"]}";
}
