using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Metrics;

namespace Itgrix.Runtime.Hooks;

/// <summary>Status of the hooks.</summary>
/// <param name="crms">Only the hooks of these CRMs are shown.</param>
internal sealed class HookStatus(
    HookRunner hooks, Func<PhpFigures> php, IEnumerable<Crm> crms, TimeProvider? time = null) : IStatusPart
{
    private static readonly (string Name, string Help)
        Running = ("itgrix_hook_running_seconds", "Running time of hooks."),
        Waiting = ("itgrix_hook_waiting_seconds", "Time that hooks waited for a worker.");

    private readonly List<HookDefinition> _hooks = [.. HookCatalog.All.Where(hook => crms.Contains(hook.Crm))];

    // One failure may be the caller's; the same again and again is the file's or the machine's.
    private const int RepeatedFailures = 3;

    // Longer than the pauses between busy times of a day, shorter than it takes to forget them.
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(15);

    public IEnumerable<StatusReason> Reasons() =>
    [
        .. hooks.Settings().Folders.Select(folder => (folder.Path, folder.Problem))
            .Where(one => one.Problem is not null)
            .Select(one => new StatusReason(
                StatusLevel.Warning, $"No hook of the folder {one.Path} runs: {one.Problem}")),
        .. hooks.Problems.Select(problem => new StatusReason(StatusLevel.Warning,
            $"The newest version of {problem.Key} cannot run; the last good one, if any, is used: {problem.Value}")),
        .. hooks.Figures.Where(one => one is { FailuresInRow: >= RepeatedFailures, LastFailure: not null })
            .Select(one => new StatusReason(StatusLevel.Warning,
                $"{one.Hook} failed {one.FailuresInRow} times in a row, its values stay unchanged: "
                + one.LastFailure!.Reason) { IsForProbes = true }),
        .. Starved(),
    ];

    // One reason for all hooks: it is the machine, and not the file.
    private IEnumerable<StatusReason> Starved()
    {
        var since = (time ?? TimeProvider.System).GetUtcNow() - Recently;
        var starved = hooks.Figures.Where(one => one.LastStarved is { } last && last.At > since).ToList();
        if (starved.MaxBy(one => one.LastStarved!.At) is { } latest)
            yield return new(StatusLevel.Warning,
                $"The machine is too busy for hooks: {string.Join(", ", starved.Select(one => $"{one.Hook} failed "
                    + $"{one.Starved} times by it"))}. The last one: {latest.LastStarved!.Reason}");
    }

    public void Describe(JsonObject app)
    {
        var ran = php();
        app["customizer"] = new JsonObject
        {
            ["enabled"] = hooks.Settings().Enabled,
            ["methods"] = Methods(),
            ["hooks"] = new JsonObject(
                hooks.Figures.Select(one => KeyValuePair.Create(one.Hook, (JsonNode?)Figures(one)))),
            ["problems"] = Texts(hooks.Problems),
            ["php"] = new JsonObject
                {
                    ["warm"] = ran.Warm, ["fork"] = ran.Fork, ["process"] = ran.Process,
                    ["by_process"] = Texts(ran.ByProcess),
                },
        };
    }

    public void Measure(MetricsText metrics)
    {
        foreach (var one in hooks.Figures)
        {
            foreach (var (outcome, count) in one.Outcomes)
                metrics.Counter("itgrix_hook_outcomes_total", "Calls of hooks, by outcome.", count,
                    ("hook", one.Hook), ("outcome", outcome));
            metrics.Counter("itgrix_hook_starved_total", "Hooks that failed because the machine was busy.",
                one.Starved, ("hook", one.Hook));
            metrics.Counter("itgrix_hook_timeouts_total", "Hooks that timed out.", one.Timeouts,
                ("hook", one.Hook));
            Spread(metrics, Running, one.RunningMs, one.Hook);
            Spread(metrics, Waiting, one.WaitingMs, one.Hook);
        }
        metrics.Gauge("itgrix_hook_problems", "Hook files with a broken newest version.", hooks.Problems.Count);
        var ran = php();
        metrics.Counter("itgrix_php_runs_total", "Runs of PHP files, by mode.", ran.Warm, ("mode", "warm"));
        metrics.Counter("itgrix_php_runs_total", "", ran.Fork, ("mode", "fork"));
        metrics.Counter("itgrix_php_runs_total", "", ran.Process, ("mode", "process"));
    }

    // As in the original: the hook's name, and whether one of the CRMs has a file for it.
    private JsonObject Methods()
    {
        var methods = new JsonObject();
        foreach (var name in _hooks.GroupBy(hook => hook.Name))
            methods[name.Key] = name.Any(hooks.IsCustomized);
        return methods;
    }

    private static JsonObject Figures(HookFiguresSnapshot one) => new()
    {
        ["count"] = one.Count,
        ["outcomes"] = new JsonObject(
            one.Outcomes.Select(outcome => KeyValuePair.Create(outcome.Key, (JsonNode?)outcome.Value))),
        ["timeouts"] = one.Timeouts,
        ["starved"] = one.Starved,
        ["last_starved"] = one.LastStarved is { } starved ? JsonTime.From(starved.At) : null,
        ["failures_in_row"] = one.FailuresInRow,
        ["waiting_ms"] = Spread(one.WaitingMs),
        ["running_ms"] = Spread(one.RunningMs),
        ["version"] = one.Version,
        ["last_failure"] = one.LastFailure is { } failure
            ? new JsonObject { ["at"] = JsonTime.From(failure.At), ["reason"] = failure.Reason } : null,
    };

    private static JsonObject Spread(Percentiles times) => new()
    {
        ["p50"] = Math.Round(times.P50, 3), ["p95"] = Math.Round(times.P95, 3), ["p99"] = Math.Round(times.P99, 3)
    };

    private static void Spread(
        MetricsText metrics, (string Name, string Help) metric, Percentiles times, string hook) =>
        metrics.Summary(metric.Name, metric.Help,
            [(0.5, times.P50 / 1000), (0.95, times.P95 / 1000), (0.99, times.P99 / 1000)],
            times.Sum.TotalSeconds, times.Count, ("hook", hook));

    private static JsonObject Texts(IReadOnlyDictionary<string, string> texts) =>
        new(texts.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value)));
}
