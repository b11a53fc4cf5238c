using System.Text.RegularExpressions;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Http;

/// <summary>Reads the <c>metrics</c> part: the token of the scraper.</summary>
internal static partial class MetricsReader
{
    private const string Fix =
        "give 16 to 200 letters, digits and - . _ ~ + / =, for example what openssl rand -hex 20 prints.";

    public static Secret? Read(ConfigSection section, string baseFolder)
    {
        if (!section.Has("token"))
            section.Mistake("token", $"is missing: {Fix}");
        var token = SecretReader.Read(section, "token", baseFolder);
        section.RejectUnknown();
        if (token is null || Allowed().IsMatch(token.Reveal()))
            return token;
        section.Mistake("token", $"is too short or has other characters: {Fix}");
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._~+/=-]{16,200}\z")]
    private static partial Regex Allowed();
}
