using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Metrics;

namespace Itgrix.Runtime.Platform.Storage;

/// <summary>Status of a database.</summary>
/// <param name="name">What it is for.</param>
/// <param name="storage">Its outage.</param>
/// <param name="incident">What happened to its file since the start; <c>null</c> when nothing did.</param>
internal sealed class StorageStatus(string name, StorageRetry storage, Func<string?> incident) : IStatusPart
{
    public IEnumerable<StatusReason> Reasons()
    {
        if (storage.Outage is { } outage)
            yield return new(StatusLevel.Error, $"{storage.Name} cannot be used since {outage.Since:u}, calls wait "
                + $"until it can: {outage.Cause} {outage.Fix}".TrimEnd());
        if (incident() is { } happened)
            yield return new(StatusLevel.Warning, happened);
    }

    public void Describe(JsonObject app)
    {
        if (app["storage"] is not JsonObject databases)
            app["storage"] = databases = [];
        databases[name] = new JsonObject
        {
            ["away_since"] = JsonTime.From(storage.Outage?.Since), ["cause"] = storage.Outage?.Cause,
            ["fix"] = storage.Outage?.Fix, ["incident"] = incident(),
        };
    }

    public void Measure(MetricsText metrics) => metrics.Gauge(
        "itgrix_storage_away", "1 while a database cannot be used.", storage.Outage is null ? 0 : 1,
        ("database", name));
}
