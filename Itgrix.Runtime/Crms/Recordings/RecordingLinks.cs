using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Itgrix.Runtime.Platform.Configuration;
using Microsoft.AspNetCore.WebUtilities;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>Addresses under which recordings can be heard, each for one file and for a time.</summary>
internal sealed class RecordingLinks(
    Uri address, Secret secret, TimeSpan validFor, RecordingFolders folders, TimeProvider time)
{
    private const int MaxTime = 12;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret.Reveal());

    /// <summary>
    /// The link to a file; <c>null</c> when it is in no folder of recordings, or is none by its name.
    /// </summary>
    public string? Of(string file)
    {
        if (folders.NameOf(file) is not { } name || RecordingFormat.ContentTypeOf(name) is null)
            return null;
        var expires = (time.GetUtcNow() + validFor).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var path = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
        return $"{address}{path}?expires={expires}&signature={WebEncoders.Base64UrlEncode(Sign(name, expires))}";
    }

    /// <summary>Whether a link was made here, is unchanged and still works.</summary>
    public bool Admit(string name, string expires, string signature)
    {
        if (expires.Length is 0 or > MaxTime || !expires.All(char.IsAsciiDigit))
            return false;
        // Of the text, so that it takes as long whatever is wrong with it, and has only one spelling.
        var right = Encoding.ASCII.GetBytes(WebEncoders.Base64UrlEncode(Sign(name, expires)));
        return CryptographicOperations.FixedTimeEquals(right, Encoding.UTF8.GetBytes(signature))
            && long.Parse(expires, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds();
    }

    private byte[] Sign(string name, string expires) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{expires}\n{name}"));
}
