using System.Text.Json.Serialization;

namespace Itgrix.Sandbox.Kommo;

/// <summary>What goes wrong with a request.</summary>
public enum KommoFaultKind
{
    /// <summary>429.</summary>
    Rate,

    /// <summary>403 with a page, as to a blocked address.</summary>
    Block,

    /// <summary>402: the account is not paid.</summary>
    Unpaid,

    /// <summary>502 with a page of the web server in front.</summary>
    Outage,

    /// <summary>500.</summary>
    Error,

    /// <summary>The answer comes late, by <see cref="KommoFault.DelayMs"/>.</summary>
    Slow,

    /// <summary>It hangs for <see cref="KommoFault.DelayMs"/> before it is done; not at all, when nobody waits any more.</summary>
    Hang,

    /// <summary>The connection ends before anything was done.</summary>
    CutBefore,

    /// <summary>The connection ends after it was done.</summary>
    CutAfter,

    /// <summary>401.</summary>
    ExpiredToken,

    /// <summary>401, with all that was sent in the answer.</summary>
    Echo,

    /// <summary>200 with a page.</summary>
    Html,

    /// <summary>200 with half an answer.</summary>
    BrokenJson,

    /// <summary>301 to another account.</summary>
    Redirect,
}

/// <summary>A fault that is ordered: what, for which requests, how often and how long.</summary>
public sealed record KommoFault
{
    public required KommoFaultKind Kind { get; init; }

    /// <summary>How their paths begin; empty for all but <c>/oauth2/</c>, which must be named.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>GET, POST or PATCH; <c>null</c> for all.</summary>
    public string? Method { get; init; }

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
