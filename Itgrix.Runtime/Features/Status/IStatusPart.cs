using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Metrics;

namespace Itgrix.Runtime.Features.Status;

/// <summary>A part of the service that tells how it is doing. It is asked by many at once, and must not wait.</summary>
internal interface IStatusPart
{
    /// <summary>What is wrong now.</summary>
    IEnumerable<StatusReason> Reasons();

    /// <summary>Adds what <c>/status</c> shows below <c>app</c>.</summary>
    void Describe(JsonObject app);

    /// <summary>Adds what <c>/metrics</c> shows.</summary>
    void Measure(MetricsText metrics);
}
