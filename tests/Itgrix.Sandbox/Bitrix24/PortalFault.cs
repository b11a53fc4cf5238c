using System.Text.Json.Serialization;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>What goes wrong with a request.</summary>
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

    /// <summary>The answer comes late, by <see cref="PortalFault.DelayMs"/>.</summary>
    Slow,

    /// <summary>The connection ends before anything was done.</summary>
    CutBefore,

    /// <summary>The connection ends after it was done.</summary>
    CutAfter,

    /// <summary>401 expired_token.</summary>
    ExpiredToken,

    /// <summary>200 with a page.</summary>
    Html,

    /// <summary>200 with half an answer.</summary>
    BrokenJson,

    /// <summary>302 to the login page.</summary>
    Redirect,

    /// <summary>413 with a page of the web server in front: the request is larger than it takes.</summary>
    TooLarge,

    /// <summary>200 with an answer without end.</summary>
    Huge,
}

/// <summary>A fault that is ordered: what, for which requests, how often and how long.</summary>
public sealed record PortalFault
{
    public required FaultKind Kind { get; init; }

    /// <summary>Empty for all methods; <c>oauth</c> is the renewal of tokens and must be named.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Of the requests that it is for; which ones, the seed says.</summary>
    public double Probability { get; init; } = 1;

    public int Seed { get; init; } = 1;

    /// <summary>How often in all; <c>null</c> without end.</summary>
    public int? Times { get; init; }

    /// <summary>How long from now; <c>null</c> until it is taken away.</summary>
    public double? Seconds { get; init; }

    public int DelayMs { get; init; } = 1000;

    /// <summary>In place of the delay: what is slow goes on once this has ended.</summary>
    [JsonIgnore]
    public Task? Until { get; init; }

    /// <summary>Ends when what is slow goes on.</summary>
    public Task DelayAsync(CancellationToken token) => Until?.WaitAsync(token) ?? Task.Delay(DelayMs, token);
}
