using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Http;

/// <summary>The <c>metrics</c> part of the configuration: the token of the scraper.</summary>
internal sealed partial record MetricsOptions
{
    private const string Fix =
        "give 16 to 200 letters, digits and - . _ ~ + / =, for example what openssl rand -hex 20 prints.";

    [Setting("16 to 200 letters, digits and `- . _ ~ + / =`, which the metrics scraper sends as "
        + "`Authorization: Bearer ...`; for nothing else. Without the section only the admin gets metrics",
        Missing = Fix, Rule = nameof(IsToken), Fix = $"is too short or has other characters: {Fix}")]
    public required Secret Token { get; init; }

    private static bool IsToken(string token) => Allowed().IsMatch(token);

    [GeneratedRegex(@"\A[A-Za-z0-9._~+/=-]{16,200}\z")]
    private static partial Regex Allowed();
}
