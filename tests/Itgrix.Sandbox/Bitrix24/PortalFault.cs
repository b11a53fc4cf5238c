using System.Text.Json.Serialization;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Fault of a request.</summary>
public enum FaultKind
{
    /// <summary>503 QUERY_LIMIT_EXCEEDED.</summary>
    Rate,

    /// <summary>429 OPERATION_TIME_LIMIT.</summary>
    Operating,

    /// <summary>502 with a page of the web server in front.</summary>
    Outage,

    /// <summary>500 INTERNAL_SERVER_ERROR.</summary>
    Error,

    /// <summary>The answer is delayed by <see cref="PortalFault.DelayMs"/>.</summary>
    Slow,

    /// <summary>The connection ends before the request was executed.</summary>
    CutBefore,

    /// <summary>The connection ends after the request was executed.</summary>
    CutAfter,

    /// <summary>401 expired_token.</summary>
    ExpiredToken,

    /// <summary>200 with a page.</summary>
    Html,

    /// <summary>200 with half an answer.</summary>
    BrokenJson,

    /// <summary>302 to the login page.</summary>
    Redirect,

    /// <summary>413 with a page of the web server in front: the request is too large.</summary>
    TooLarge,

    /// <summary>200 with an endless answer.</summary>
    Huge,

    /// <summary>An error answer: <see cref="PortalFault.Status"/>, Code and Description.</summary>
    Refused,

    /// <summary>302 to <see cref="PortalFault.Location"/>, as after the portal was renamed.</summary>
    Moved,
}

/// <summary>An injected fault: its kind, its requests, its count and its duration.</summary>
public sealed record PortalFault
{
    public required FaultKind Kind { get; init; }

    /// <summary>Empty for all methods; <c>oauth</c> is the token endpoint and must be named.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Share of the matching requests; the seed selects them.</summary>
    public double Probability { get; init; } = 1;

    public int Seed { get; init; } = 1;

    /// <summary>Maximum count; <c>null</c> for no maximum.</summary>
    public int? Times { get; init; }

    /// <summary>Duration from now; <c>null</c> until it is removed.</summary>
    public double? Seconds { get; init; }

    public int DelayMs { get; init; } = 1000;

    /// <summary>The status of a refusal.</summary>
    public int Status { get; init; } = 400;

    /// <summary>The error code of a refusal.</summary>
    public string Code { get; init; } = "ERROR_CORE";

    /// <summary>The error text of a refusal.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where a moved portal is now: an address, to which the path of the request is added.</summary>
    public string Location { get; init; } = "";

    /// <summary>In place of the delay: a slow request continues once this has completed.</summary>
    [JsonIgnore]
    public Task? Until { get; init; }

    /// <summary>Completes when the slow request continues.</summary>
    public Task DelayAsync(CancellationToken token) => Until?.WaitAsync(token) ?? Task.Delay(DelayMs, token);
}
