using System.Text.Json.Serialization;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Fault of a request.</summary>
public enum KommoFaultKind
{
    /// <summary>429.</summary>
    Rate,

    /// <summary>403 with a page, as to a blocked address.</summary>
    Block,

    /// <summary>402: the account's subscription has expired.</summary>
    Unpaid,

    /// <summary>502 with a page of the web server in front.</summary>
    Outage,

    /// <summary>500.</summary>
    Error,

    /// <summary>The answer is delayed by <see cref="KommoFault.DelayMs"/>.</summary>
    Slow,

    /// <summary>
    /// It hangs for <see cref="KommoFault.DelayMs"/> before execution; cancelled when the client disconnects.
    /// </summary>
    Hang,

    /// <summary>The connection ends before the request was executed.</summary>
    CutBefore,

    /// <summary>The connection ends after the request was executed.</summary>
    CutAfter,

    /// <summary>401.</summary>
    ExpiredToken,

    /// <summary>401, with the whole request in the answer.</summary>
    Echo,

    /// <summary>200 with a page.</summary>
    Html,

    /// <summary>200 with half an answer.</summary>
    BrokenJson,

    /// <summary>301 to another account.</summary>
    Redirect,

    /// <summary>An error answer: <see cref="KommoFault.Status"/> and Detail.</summary>
    Refused,
}

/// <summary>An injected fault: its kind, its requests, its count and its duration.</summary>
public sealed record KommoFault
{
    public required KommoFaultKind Kind { get; init; }

    /// <summary>Prefix of their paths; empty for all but <c>/oauth2/</c>, which must be named.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>GET, POST or PATCH; <c>null</c> for all.</summary>
    public string? Method { get; init; }

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

    /// <summary>The text of a refusal.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Only requests with this text in their body; empty for all.</summary>
    public string Contains { get; init; } = "";

    /// <summary>Where a moved account is now; empty for another account.</summary>
    public string Location { get; init; } = "";

    /// <summary>In place of the delay: a slow request continues once this has completed.</summary>
    [JsonIgnore]
    public Task? Until { get; init; }

    /// <summary>Completes when the slow request continues.</summary>
    public Task DelayAsync(CancellationToken token) => Until?.WaitAsync(token) ?? Task.Delay(DelayMs, token);
}
