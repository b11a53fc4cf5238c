using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>Signed links to recordings, each for one file and a limited time.</summary>
internal sealed class RecordingLinks(
    Uri address, Secret secret, TimeSpan validFor, RecordingFolders folders, TimeProvider time)
{
    private const int MaxTime = 12;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret.Reveal());

    /// <summary>
    /// The link to a file; <c>null</c> when it is in no folder of recordings, or its name is not that of a recording.
    /// </summary>
    public string? Of(string file)
    {
        if (folders.NameOf(file) is not { } name || RecordingFormat.ContentTypeOf(name) is null)
            return null;
        var expires = (time.GetUtcNow() + validFor).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var path = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
        return $"{address}{path}?expires={expires}&signature={WebEncoders.Base64UrlEncode(Sign(name, expires))}";
    }

    /// <summary>Whether a link was made here, is unchanged and has not expired.</summary>
    public bool Admit(string name, string expires, string signature)
    {
        if (expires.Length is 0 or > MaxTime || !expires.All(char.IsAsciiDigit))
            return false;
        // The whole text is compared, so that the time does not depend on the error, and there is only one spelling.
        var right = Encoding.ASCII.GetBytes(WebEncoders.Base64UrlEncode(Sign(name, expires)));
        return CryptographicOperations.FixedTimeEquals(right, Encoding.UTF8.GetBytes(signature))
            && long.Parse(expires, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds();
    }

    private byte[] Sign(string name, string expires) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{expires}\n{name}"));
}
