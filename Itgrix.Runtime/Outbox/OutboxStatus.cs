using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Metrics;
using Itgrix.Runtime.Platform.Storage;

namespace Itgrix.Runtime.Outbox;

/// <summary>Status of the outbox. The database is queried periodically, not by each request.</summary>
internal sealed class OutboxStatus(IOutboxStore store, CallOutbox outbox, TimeProvider time) : IStatusPart
{
    // A request that succeeds at its first attempt waits for moments only.
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(15);

    private const int MaxRead = 1000, MaxKinds = 10;

    private volatile Counted? _counted;
    private volatile string? _problem;

    /// <summary>Refreshes the counts; to be called periodically.</summary>
    public async Task RefreshAsync(CancellationToken token)
    {
        try
        {
            var (waiting, deadLettered) = await store.CountAsync(token);
            var dead = deadLettered == 0 ? [] : await store.ListAsync(StepState.DeadLettered, MaxRead, token);
            _counted = new(waiting, deadLettered, await OldestAsync(waiting, token), dead.FirstOrDefault()?.Made)
                { Kinds = DeadLetterKind.From(dead) };
            _problem = null;
        }
        catch (StorageException error)
        {
            _problem = error.Message;
        }
    }

    public IEnumerable<StatusReason> Reasons()
    {
        if (_problem is { } problem)
            yield return new(StatusLevel.Error, problem);
        if (_counted is not { } counted)
            yield break;
        if (counted.DeadLettered > 0)
            yield return new(StatusLevel.Warning,
                $"{counted.DeadLettered} dead letters, requests that a CRM rejects: ./run.sh outbox kinds shows what "
                + "can be done.");
        if (time.GetUtcNow() - counted.OldestWaiting > Long)
            yield return new(StatusLevel.Warning,
                $"A request has waited since {counted.OldestWaiting:u}: ./run.sh outbox --all shows why.");
    }

    public void Describe(JsonObject app) => app["outbox"] = new JsonObject
    {
        ["active_calls"] = outbox.Active,
        ["waiting"] = _counted?.Waiting,
        ["set_aside"] = _counted?.DeadLettered,
        ["oldest_waiting"] = JsonTime.From(_counted?.OldestWaiting),
        ["oldest_set_aside"] = JsonTime.From(_counted?.OldestDeadLettered),
        ["set_aside_kinds"] = new JsonArray(
            [.. (_counted?.Kinds ?? []).Take(MaxKinds).Select(kind => (JsonNode)new JsonObject
            {
                ["kind"] = kind.Id, ["requests"] = kind.Requests.Count, ["crm"] = kind.Example.Call.Account.Key,
                ["method"] = kind.Example.Method, ["error"] = kind.Example.Error,
            })]),
    };

    public void Measure(MetricsText metrics)
    {
        metrics.Gauge("itgrix_outbox_active_calls", "Calls being delivered to a CRM.", outbox.Active);
        if (_counted is not { } counted)
            return;
        const string help = "Requests in the outbox.", age = "Age of the oldest request in the outbox.";
        metrics.Gauge("itgrix_outbox_requests", help, counted.Waiting, ("state", "waiting"));
        metrics.Gauge("itgrix_outbox_requests", help, counted.DeadLettered, ("state", "set_aside"));
        metrics.Gauge("itgrix_outbox_oldest_seconds", age, Age(counted.OldestWaiting), ("state", "waiting"));
        metrics.Gauge("itgrix_outbox_oldest_seconds", age, Age(counted.OldestDeadLettered), ("state", "set_aside"));
    }

    private double Age(DateTimeOffset? made) => made is { } at ? Math.Max(0, (time.GetUtcNow() - at).TotalSeconds) : 0;

    private async Task<DateTimeOffset?> OldestAsync(long waiting, CancellationToken token) =>
        waiting == 0 ? null : (await store.ListAsync(StepState.Waiting, 1, token)).FirstOrDefault()?.Made;

    private sealed record Counted(
        long Waiting, long DeadLettered, DateTimeOffset? OldestWaiting, DateTimeOffset? OldestDeadLettered)
    {
        public required IReadOnlyList<DeadLetterKind> Kinds { get; init; }
    }
}
