using System.Net;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Metrics;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Features.Status;

/// <summary>Monitoring over HTTP.</summary>
[TestClass]
public sealed class ServiceStatusTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_healthy_service_reports_ok()
    {
        await using var run = await AdminRun.StartAsync(parts: new FixedPart());
        run.Time.Advance(TimeSpan.FromSeconds(90));

        var status = JsonNode.Parse((await TextAsync(run, "/status")).Text)!;
        var metrics = (await TextAsync(run, "/metrics")).Text;

        ($"{status["app_state"]}", $"{status["app_status"]}").Should().Be(("", "Ok"));
        status["app_status_reasons"]!.AsArray().Should().BeEmpty();
        ((double)status["app"]!["uptime_seconds"]!).Should().Be(90);
        $"{status["app"]!["part"]}".Should().Be("here");
        metrics.Should().Contain("\nitgrix_status 0\n").And.Contain("\npart 1\n");
        (await TextAsync(run, "/health", null)).Should().Be((200, "ok\n"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_worst_reason_counts_and_all_are_named()
    {
        await using var run = await AdminRun.StartAsync(parts:
            [new FixedPart(new StatusReason(StatusLevel.Warning, "slow")),
                new FixedPart(new StatusReason(StatusLevel.Error, "gone"))]);

        var status = JsonNode.Parse((await TextAsync(run, "/status")).Text)!;

        $"{status["app_status"]}".Should().Be("Error");
        status["app_status_reasons"]!.ToJsonString().Should().Be(
            """[{"status":"Error","reason":"gone"},{"status":"Warning","reason":"slow"}]""");
        (await TextAsync(run, "/metrics")).Text.Should().Contain("\nitgrix_status 2\n");
        (await TextAsync(run, "/health", null)).Should().Be((503, "error\n"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_warning_leaves_the_service_healthy()
    {
        await using var run = await AdminRun.StartAsync(
            parts: new FixedPart(new StatusReason(StatusLevel.Warning, "slow")));

        $"{JsonNode.Parse((await TextAsync(run, "/status")).Text)!["app_status"]}".Should().Be("Warning");
        (await TextAsync(run, "/health", null)).Should().Be((200, "ok\n"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_warning_for_probes_is_the_word_of_health()
    {
        await using var run = await AdminRun.StartAsync(
            parts: new FixedPart(new StatusReason(StatusLevel.Warning, "fails") { IsForProbes = true }));

        (await TextAsync(run, "/health", null)).Should().Be((200, "warning\n"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(ServiceStage.Starting, "restarting", "starting\n")]
    [DataRow(ServiceStage.Stopping, "stopped", "stopping\n")]
    public async Task The_service_is_unhealthy_while_it_does_not_follow_calls(object stage, string state, string word)
    {
        await using var run = await AdminRun.StartAsync();
        run.Status.Stage = (ServiceStage)stage;

        $"{JsonNode.Parse((await TextAsync(run, "/status")).Text)!["app_state"]}".Should().Be(state);
        (await TextAsync(run, "/health", null)).Should().Be((503, word));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_status_route_returns_the_element_of_a_path()
    {
        await using var run = await AdminRun.StartAsync(parts: new FixedPart());

        (await TextAsync(run, "/status?path=app.part")).Should().Be((200, "\"here\""));
        (await TextAsync(run, "/status?path=app_status")).Should().Be((200, "\"Ok\""));
        var unknown = await TextAsync(run, "/status?path=app.crm");

        unknown.Status.Should().Be(404);
        unknown.Text.Should().Contain("Known names: follows_calls, part, started, uptime_seconds, version");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Metrics_are_of_the_type_that_Prometheus_reads()
    {
        await using var run = await AdminRun.StartAsync();

        using var answer = await run.GetAsync("/metrics", $"Bearer {AdminRun.Token}");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        $"{answer.Content.Headers.ContentType}".Should().Be("text/plain; version=0.0.4; charset=utf-8");
    }

    private static async Task<(int Status, string Text)> TextAsync(
        AdminRun run, string path, string? authorization = "")
    {
        using var answer = await run.GetAsync(path, authorization == "" ? AdminRun.Basic() : authorization);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(run.Limit));
    }

    private sealed class FixedPart(params StatusReason[] reasons) : IStatusPart
    {
        public IEnumerable<StatusReason> Reasons() => reasons;

        public void Describe(JsonObject app) => app["part"] = "here";

        public void Measure(MetricsText metrics) => metrics.Gauge("part", "A part.", 1);
    }
}
