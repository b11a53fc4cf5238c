namespace Itgrix.Runtime.Http;

/// <summary>A client's answer to a digest challenge, the header <c>Authorization</c>.</summary>
/// <param name="Count">How often the client has used the nonce, this request included.</param>
internal sealed record DigestAnswer(
    string Username, string Realm, DigestAlgorithm Algorithm, string Nonce, string Uri, uint Count, string CountText,
    string ClientNonce, string Response)
{
    private const string Scheme = "Digest ";

    /// <summary>Whether the header uses the Digest scheme.</summary>
    public static bool IsDigest(string header) => header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The answer; <c>null</c> when it is malformed or of an unsupported kind.</summary>
    public static DigestAnswer? Parse(string header)
    {
        if (!IsDigest(header) || HeaderFields.Parse(header[Scheme.Length..]) is not { } fields
            || !"auth".Equals(Of("qop"), StringComparison.OrdinalIgnoreCase)
            || DigestAlgorithms.Find(Of("algorithm")) is not { } algorithm
            || Of("nc") is not { Length: 8 } count
            || !uint.TryParse(count, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            || Of("username") is not { } username || Of("realm") is not { } realm || Of("nonce") is not { } nonce
            || Of("uri") is not { } uri || Of("cnonce") is not { Length: > 0 } clientNonce
            || Of("response") is not { } response)
            return null;
        return new(username, realm, algorithm, nonce, uri, number, count, clientNonce, response.ToLowerInvariant());

        string? Of(string name) => fields.GetValueOrDefault(name);
    }

    /// <summary>The expected response for the right login and password.</summary>
    /// <param name="secret">The hash of login, realm and password.</param>
    /// <param name="method">The request's method.</param>
    public string Expected(string secret, string method) => Algorithm.Hash(
        $"{secret}:{Nonce}:{CountText}:{ClientNonce}:auth:{Algorithm.Hash($"{method}:{Uri}")}");
}
