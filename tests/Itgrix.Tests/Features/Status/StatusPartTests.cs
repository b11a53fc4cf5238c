using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Metrics;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Features.Status;

/// <summary>Status of each part of the service.</summary>
[TestClass]
public sealed class StatusPartTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime _time = new();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_hook_that_does_not_compile_is_a_warning_until_it_does()
    {
        using var hooks = new TestHooks();
        var file = hooks.Write(
            "need_registration.csx", TestHooks.Head.Replace("{0}", "NeedRegistration") + "return Register()");
        var status = new HookStatus(
            hooks.Runner, () => new(7, 0, 2, new Dictionary<string, string> { ["/a.php"] = "it exits" }),
            [Crm.Bitrix24]);

        await hooks.Runner.LookAsync(None);
        var broken = status.Reasons().ToList();
        hooks.Write("need_registration.csx", TestHooks.Head.Replace("{0}", "NeedRegistration") + "return Register();");
        await hooks.Runner.LookAsync(None);

        broken.Should().ContainSingle().Which.Should().Match<StatusReason>(reason =>
            reason.Level == StatusLevel.Warning && reason.Text.Contains(file) && reason.Text.Contains("CS1002"));
        status.Reasons().Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_hook_that_fails_three_times_in_a_row_is_a_warning_for_probes_until_it_works()
    {
        using var hooks = new TestHooks();
        hooks.Write("need_registration.csx", TestHooks.Head.Replace("{0}", "NeedRegistration")
            + "if (In[\"fails\"] != null) throw new Exception(\"no list\"); return Register();");
        var status = new HookStatus(hooks.Runner, () => new(0, 0, 0, new Dictionary<string, string>()), [Crm.Bitrix24]);
        const string failing = """{"fails": 1, "call_full": {}}""";

        await hooks.Run("need_registration", failing);
        await hooks.Run("need_registration", failing);
        var before = status.Reasons().ToList();
        await hooks.Run("need_registration", failing);
        var repeated = status.Reasons().ToList();
        await hooks.Run("need_registration", """{"call_full": {}}""");

        before.Should().BeEmpty();
        repeated.Should().ContainSingle().Which.Should().Match<StatusReason>(reason => reason.IsForProbes
            && reason.Text.Contains("bitrix24/need_registration failed 3 times") && reason.Text.Contains("no list"));
        status.Reasons().Should().BeEmpty();
    }

    [TestMethod]
    public async Task Hooks_that_fail_because_the_machine_is_busy_are_a_warning_about_the_machine_for_a_while()
    {
        using var folder = new TemporaryFolder();
        folder.Write("bitrix24/need_registration.php", "");
        using var hooks = new HookRunner(
            new() { Folders = [new(folder.Path, null)] }, [new StarvedEngine()], _time);
        var status = new HookStatus(
            hooks, () => new(0, 0, 0, new Dictionary<string, string>()), [Crm.Bitrix24], _time);

        await hooks.Run(HookCatalog.Find("bitrix24/need_registration")!, "{}"u8.ToArray(), None);

        var customizer = Of(status)["customizer"]!["hooks"]!["bitrix24/need_registration"]!;
        ((long)customizer["starved"]!, (string?)customizer["last_starved"])
            .Should().Be((1L, (string?)JsonTime.From(_time.GetUtcNow())));
        status.Reasons().Should().ContainSingle().Which.Should().Match<StatusReason>(reason =>
            reason.Level == StatusLevel.Warning && reason.Text == "The machine is too busy for hooks: "
            + "bitrix24/need_registration failed 1 times by it. The last one: it had no processor");
        _time.Advance(TimeSpan.FromMinutes(16));
        status.Reasons().Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Hooks_are_shown_as_the_original_has_them_and_with_their_figures()
    {
        using var hooks = new TestHooks();
        hooks.Write(
            "need_registration.php", "<?php return array('state' => 'success', 'data' => array('result' => true));");
        var status = new HookStatus(hooks.Runner, () => new(1, 0, 0, new Dictionary<string, string>()), [Crm.Bitrix24]);
        await hooks.Run("need_registration", """{"call_full": {}}""");

        var customizer = Of(status)["customizer"]!;

        ((bool)customizer["enabled"]!).Should().BeTrue();
        customizer["methods"]!.AsObject().Select(method => method.Key).Should().BeEquivalentTo(
            HookCatalog.All.Where(hook => hook.Crm == Crm.Bitrix24).Select(hook => hook.Name));
        customizer["methods"]!.AsObject()
            .Where(method => (bool)method.Value!).Select(method => method.Key).Should().Equal("need_registration");
        ((long)customizer["hooks"]!["bitrix24/need_registration"]!["outcomes"]!["applied"]!).Should().Be(1);
        MetricsOf(status).Should()
            .Contain("itgrix_hook_outcomes_total{hook=\"bitrix24/need_registration\",outcome=\"applied\"} 1\n").And
            .Contain("itgrix_hook_running_seconds_count{hook=\"bitrix24/need_registration\"} 1\n").And
            .Contain("itgrix_php_runs_total{mode=\"warm\"} 1\n");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Dead_letters_and_requests_that_wait_long_are_warnings()
    {
        using var folder = new TemporaryFolder();
        await using var store = await OutboxStore.OpenAsync(new() { File = folder.File("outbox.db") }, _time, None);
        var outbox = new CallOutbox(store, new Dictionary<AccountId, CrmSide>(), RetryDelays.Default, 1, _time);
        var status = new OutboxStatus(store, outbox, _time);
        var now = _time.GetUtcNow();
        await store.SaveAsync(new(new(Crm.Kommo, "1.1"), "call") { State = StepState.DeadLettered, Made = now }, None);
        await store.SaveAsync(
            new(new(Crm.Kommo, "1.2"), "call") { State = StepState.Waiting, Made = now.AddSeconds(10) }, None);

        await status.RefreshAsync(None);
        status.Reasons().Should().ContainSingle().Which.Text.Should().Contain("1 dead letters");
        _time.Advance(TimeSpan.FromHours(1));

        status.Reasons().Should().HaveCount(2).And.OnlyContain(reason => reason.Level == StatusLevel.Warning);
        var shown = Of(status)["outbox"]!;
        ((long)shown["waiting"]!, (long)shown["set_aside"]!).Should().Be((1, 1));
        ((int)shown["set_aside_kinds"]![0]!["requests"]!, $"{shown["set_aside_kinds"]![0]!["crm"]}")
            .Should().Be((1, "kommo"));
        $"{shown["oldest_waiting"]}".Should().Be("2024-11-21T10:00:10Z");
        MetricsOf(status).Should().Contain("itgrix_outbox_oldest_seconds{state=\"waiting\"} 3590\n");
    }

    [TestMethod]
    public async Task A_CRM_that_does_not_let_us_in_is_an_error_until_it_does()
    {
        var health = new CrmHealth(_time);
        using var employees = new NoEmployees(_time);
        var status = new CrmStatus(Crm.Bitrix24, employees, health, () => new(3) { Bucket = (7.5, 50) });

        await Failing(health, CrmFailure.Unauthorized, "the token was taken back");
        var refused = status.Reasons().ToList();
        await health.WatchAsync("m", Task.FromResult(1));

        refused.Should().Equal(
            new StatusReason(StatusLevel.Error, "Bitrix24, since 2024-11-21 10:00:00Z: the token was taken back"));
        status.Reasons().Should().BeEmpty();
        MetricsOf(status).Should()
            .Contain("itgrix_crm_requests_total{crm=\"bitrix24\"} 2\n").And
            .Contain("itgrix_crm_failures_total{crm=\"bitrix24\",reason=\"unauthorized\"} 1\n").And
            .Contain("itgrix_crm_bucket_level{crm=\"bitrix24\"} 7.5\n").And
            .Contain("itgrix_crm_requests_waiting{crm=\"bitrix24\"} 3\n");
    }

    [TestMethod]
    public async Task A_CRM_outage_is_a_warning_and_a_rate_limit_is_not()
    {
        var health = new CrmHealth(_time);
        using var employees = new NoEmployees(_time);
        var status = new CrmStatus(Crm.Kommo, employees, health, () => new(0));

        await Failing(health, CrmFailure.RateLimited, "too fast");
        await Failing(health, CrmFailure.Rejected, "no such contact");
        status.Reasons().Should().BeEmpty();
        await Failing(health, CrmFailure.Unreachable, "no route");

        status.Reasons().Should().ContainSingle().Which.Level.Should().Be(StatusLevel.Warning);
    }

    [TestMethod]
    public async Task Employees_that_cannot_be_read_limits_that_are_reached_and_blocks_are_named()
    {
        using var employees = new NoEmployees(_time);
        await employees.Invoking(one => one.RefreshAsync(None)).Should().ThrowAsync<CrmException>();
        var status = new CrmStatus(Crm.Bitrix24, employees, new(_time), () => new(0)
        {
            Block = ("The account is not paid.", _time.GetUtcNow()),
            Methods =
            [
                new("crm.lead.add",
                    TimeSpan.FromSeconds(480), TimeSpan.FromSeconds(480), _time.GetUtcNow().AddMinutes(5)),
            ],
        });

        status.Reasons().Select(reason => $"{reason.Level}: {reason.Text}").Should().Equal(
            "Error: Bitrix24: The account is not paid. Nothing is sent before 2024-11-21 10:00:00Z.",
            "Warning: Bitrix24's employees could not be read, none is known: nobody may see them",
            "Warning: Bitrix24: crm.lead.add has used up its working time; it is called again after "
            + "2024-11-21 10:05:00Z.");
        var shown = Of(status)["crm"]!["bitrix24"]!;
        shown["users_cache"]!.ToJsonString().Should().Be("""{"last_updated":null,"phones":0,"users":0}""");
        ((double)shown["limits"]!["methods"]!["crm.lead.add"]!["used_seconds"]!).Should().Be(480);
    }

    private static async Task Failing(CrmHealth health, CrmFailure failure, string message) =>
        await health.Invoking(one => one.WatchAsync("m", Task.FromException<int>(new CrmException(failure, message))))
            .Should().ThrowAsync<CrmException>();

    private static JsonObject Of(IStatusPart part)
    {
        var app = new JsonObject();
        part.Describe(app);
        return app;
    }

    private static string MetricsOf(IStatusPart part)
    {
        var metrics = new MetricsText();
        part.Measure(metrics);
        return metrics.ToString();
    }

    private sealed class NoEmployees(TimeProvider time) : Employees("Bitrix24", time)
    {
        protected override Task<IReadOnlyList<Employee>> ReadAllAsync(CancellationToken token) =>
            throw new CrmException(CrmFailure.Rejected, "nobody may see them");
    }

    private sealed class StarvedEngine : IHookEngine
    {
        public string Name => "php";

        public IReadOnlyDictionary<string, string> Problems => new Dictionary<string, string>();

        public Task<HookOutcome> Run(HookJob job, CancellationToken token) =>
            Task.FromResult(job.Failed("it had no processor") with { Starved = true });

        public Task Warm(string file, CancellationToken token) => Task.CompletedTask;

        public void Forget(string file)
        {
        }

        public Task<IReadOnlyList<ScriptMessage>> Check(string file, CancellationToken token) =>
            Task.FromResult<IReadOnlyList<ScriptMessage>>([]);

        public void Dispose()
        {
        }
    }
}
