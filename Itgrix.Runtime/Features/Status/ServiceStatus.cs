using System.Reflection;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Metrics;

namespace Itgrix.Runtime.Features.Status;

/// <summary>Status of the service, for people and monitoring programs.</summary>
internal sealed class ServiceStatus(IReadOnlyList<IStatusPart> parts, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();
    private volatile ServiceStage _stage;

    public static string Version { get; } = typeof(ServiceStatus).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public ServiceStage Stage
    {
        get => _stage;
        set => _stage = value;
    }

    /// <summary>One word: <c>ok</c>, or why it is not.</summary>
    public string Health => Stage switch
    {
        ServiceStage.Starting => "starting",
        ServiceStage.Stopping => "stopping",
        _ => WordFor(Reasons()),
    };

    private static string WordFor(IReadOnlyList<StatusReason> reasons) =>
        LevelOf(reasons) == StatusLevel.Error ? WordFor([.. reasons
            .Where(reason => reason.Level == StatusLevel.Error).Select(reason => reason.Word ?? "error").Distinct()])
        : reasons.Any(reason => reason.IsForProbes) ? "warning" : "ok";

    private static string WordFor(string[] errors) => errors is [var one] ? one : "error";

    /// <summary>The answer of <c>/status</c>.</summary>
    public JsonObject Describe()
    {
        var reasons = Reasons();
        var app = new JsonObject
        {
            ["version"] = Version,
            ["started"] = JsonTime.From(_started),
            ["uptime_seconds"] = Math.Round(time.GetElapsedTime(_began).TotalSeconds, 3),
            ["follows_calls"] = Stage == ServiceStage.Running,
        };
        foreach (var part in parts)
            part.Describe(app);
        return new()
        {
            ["app"] = app,
            ["app_state"] = Stage switch
            {
                ServiceStage.Starting => "restarting",
                ServiceStage.Stopping => "stopped",
                _ => "",
            },
            ["app_status"] = LevelOf(reasons).ToString(),
            ["app_status_reasons"] = new JsonArray([.. reasons.Select(reason =>
                (JsonNode)new JsonObject
                    { ["status"] = reason.Level.ToString(), ["reason"] = OwnCommand.In(reason.Text) })]),
        };
    }

    /// <summary>The answer of <c>/metrics</c>.</summary>
    public string Measure()
    {
        var metrics = new MetricsText();
        metrics.Gauge("itgrix_info", "The running version.", 1, ("version", Version));
        metrics.Gauge("itgrix_start_time_seconds", "Start time of the service, Unix time.",
            _started.ToUnixTimeMilliseconds() / 1000d);
        metrics.Gauge("itgrix_follows_calls", "1 once calls are followed.", Stage == ServiceStage.Running ? 1 : 0);
        metrics.Gauge("itgrix_status", "Status of the service: 0 ok, 1 warning, 2 error.", (int)LevelOf(Reasons()));
        foreach (var part in parts)
            part.Measure(metrics);
        return metrics.ToString();
    }

    private List<StatusReason> Reasons() =>
        [.. parts.SelectMany(part => part.Reasons()).OrderByDescending(reason => reason.Level)];

    private static StatusLevel LevelOf(IReadOnlyList<StatusReason> reasons) =>
        reasons.Count == 0 ? StatusLevel.Ok : reasons[0].Level;
}
