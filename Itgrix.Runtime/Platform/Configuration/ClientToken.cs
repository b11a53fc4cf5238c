using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>A token that clients present: URL-safe characters only, and too long to be guessed.</summary>
internal static partial class ClientToken
{
    public const string Fix =
        "give 16 to 200 letters, digits and . _ ~ -, for example what openssl rand -hex 20 prints.";

    public static bool IsValid(string token) => Allowed().IsMatch(token);

    [GeneratedRegex(@"\A[A-Za-z0-9._~-]{16,200}\z")]
    private static partial Regex Allowed();
}
