using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Itgrix.Tests.Support;

/// <summary>The one-time token that the CRM adds to a request of the widget.</summary>
internal static class CrmToken
{
    public const string Header = """{"typ": "JWT", "alg": "HS256"}""";

    /// <param name="now">The time of its issue.</param>
    /// <param name="secret">The integration's secret; empty for no signature.</param>
    /// <param name="changes">Other claims.</param>
    /// <param name="header">Its first part.</param>
    public static string Make(DateTimeOffset now, string secret, string changes = "{}", string header = Header)
    {
        var seconds = now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = "https://example.kommo.com", ["aud"] = "https://pbx.example.com", ["jti"] = $"{Guid.NewGuid()}",
            ["iat"] = seconds, ["nbf"] = seconds, ["exp"] = seconds + 1800, ["account_id"] = 17,
            ["subdomain"] = "example", ["client_uuid"] = "a1b2", ["user_id"] = 504141, ["is_admin"] = false,
        };
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
            claims[name] = value?.DeepClone();
        var signed = $"{Part(header)}.{Part(claims.ToJsonString())}";
        return secret.Length == 0 ? signed + "." : $"{signed}.{Base64Url.EncodeToString(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
