using System.Buffers.Text;
using System.Security.Cryptography;
using Itgrix.Runtime.Platform.Json;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>
/// The user who sends a request of the widget, as the CRM states it in a one-time token: a JSON Web Token that it signs
/// with the integration's secret, which no user knows.
/// </summary>
/// <param name="User">The user's id.</param>
/// <param name="IsAdmin">Whether the user administers the account.</param>
/// <remarks>https://developers.kommo.com/docs/one-time-tokens</remarks>
internal sealed record OneTimeToken(long User, bool IsAdmin)
{
    /// <summary>The header with it.</summary>
    public const string Header = "X-Auth-Token";

    private const int MaxLength = 8192;

    // The clocks of the CRM and of this machine differ.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    /// <summary>Verifies a token.</summary>
    /// <param name="text">The token as presented.</param>
    /// <param name="options">The account and its integration.</param>
    /// <param name="now">The time.</param>
    /// <returns>The token, or what is wrong with it.</returns>
    public static (OneTimeToken? Token, string Problem) Read(string text, KommoOptions options, DateTimeOffset now)
    {
        var parts = text.Split('.');
        if (text.Length > MaxLength || parts.Length != 3)
            return (null, "It is no JSON Web Token.");
        if (PartOf(parts[0])?.Text("alg") != "HS256")
            return (null, "It is not signed with HS256.");
        if (!IsSigned(parts, options.ClientSecret!.Reveal()))
            return (null, "It is not signed with kommo.client_secret.");
        if (PartOf(parts[1]) is not { } claims || claims.Number("user_id") is not (> 0 and var user))
            return (null, "It names no user.");
        if (claims.Number("exp") is not { } ends || At(ends) < now - ClocksDiffer)
            return (null, "It has expired.");
        if (claims.Number("nbf") is { } begins && At(begins) > now + ClocksDiffer)
            return (null, "It is not valid yet: compare the clocks.");
        if (!Uri.TryCreate(claims.Text("iss"), UriKind.Absolute, out var account)
            || !account.IdnHost.Equals(options.Account.IdnHost, StringComparison.OrdinalIgnoreCase))
            return (null, "It is of another account.");
        return options.ClientId is { } integration && claims.Text("client_uuid") is { } sender
            && !sender.Equals(integration, StringComparison.OrdinalIgnoreCase)
                ? (null, "It is of another integration.")
                : (new(user, claims.At("is_admin")?.ValueKind == JsonValueKind.True), "");
    }

    private static DateTimeOffset At(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, 253_402_300_799));

    private static bool IsSigned(string[] parts, string secret)
    {
        var right = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        return BytesOf(parts[2]) is { } signature && CryptographicOperations.FixedTimeEquals(signature, right);
    }

    private static JsonElement? PartOf(string part) => BytesOf(part) is { } bytes ? SafeJson.Object(bytes) : null;

    private static byte[]? BytesOf(string part)
    {
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
