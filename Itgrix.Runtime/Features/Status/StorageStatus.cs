using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Metrics;
using Itgrix.Runtime.Platform.Storage;

namespace Itgrix.Runtime.Features.Status;

/// <summary>Status of the service's databases.</summary>
internal sealed class StorageStatus(IReadOnlyList<(string Name, StorageRetry Storage)> databases) : IStatusPart
{
    public IEnumerable<StatusReason> Reasons()
    {
        foreach (var (_, storage) in databases)
        {
            if (storage.Outage is { } outage)
                yield return new(StatusLevel.Error, $"{storage.Name} cannot be used since {outage.Since:u}, calls wait "
                    + $"until it can: {outage.Cause}");
        }
    }

    public void Describe(JsonObject app) => app["storage"] = new JsonObject(databases.Select(database =>
        KeyValuePair.Create(database.Name, (JsonNode?)new JsonObject
        {
            ["away_since"] = JsonTime.From(database.Storage.Outage?.Since),
            ["cause"] = database.Storage.Outage?.Cause,
        })));

    public void Measure(MetricsText metrics)
    {
        foreach (var (name, storage) in databases)
            metrics.Gauge("itgrix_storage_away", "1 while a database cannot be used.", storage.Outage is null ? 0 : 1,
                ("database", name));
    }
}
