using Itgrix.Runtime.Platform.Metrics;

namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>Status of one part of the service. It is read concurrently, and must not block.</summary>
internal interface IStatusPart
{
    /// <summary>Current problems.</summary>
    IEnumerable<StatusReason> Reasons();

    /// <summary>Adds its element of <c>/status</c> below <c>app</c>.</summary>
    void Describe(JsonObject app);

    /// <summary>Adds its metrics.</summary>
    void Measure(MetricsText metrics);
}
