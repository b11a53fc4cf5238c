using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>
/// Reads a <c>token</c> that a program shows: of such characters that it is sent as it is, too long to be guessed.
/// </summary>
internal static partial class TokenReader
{
    public const string Fix =
        "give 16 to 200 letters, digits and . _ ~ -, for example what openssl rand -hex 20 prints.";

    /// <summary>The token; <c>null</c> when it is not there, or wrong, which is noted.</summary>
    public static Secret? Read(ConfigSection section, string baseFolder)
    {
        var token = SecretReader.Read(section, "token", baseFolder);
        if (token is null || Allowed().IsMatch(token.Reveal()))
            return token;
        section.Mistake("token", $"cannot be sent as it is, or is too short: {Fix}");
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._~-]{16,200}\z")]
    private static partial Regex Allowed();
}
