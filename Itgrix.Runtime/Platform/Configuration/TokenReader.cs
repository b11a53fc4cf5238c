using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>
/// Reads a <c>token</c> that clients present: URL-safe characters only, and too long to be guessed.
/// </summary>
internal static partial class TokenReader
{
    public const string Fix =
        "give 16 to 200 letters, digits and . _ ~ -, for example what openssl rand -hex 20 prints.";

    /// <summary>The token; <c>null</c> when it is missing, or invalid, which is reported as a mistake.</summary>
    public static Secret? Read(ConfigSection section, string baseFolder)
    {
        var token = SecretReader.Read(section, "token", baseFolder);
        if (token is null || Allowed().IsMatch(token.Reveal()))
            return token;
        section.Mistake("token", $"is too short or has characters that are not URL-safe: {Fix}");
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._~-]{16,200}\z")]
    private static partial Regex Allowed();
}
