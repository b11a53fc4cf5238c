using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Issues tokens. A code and a refresh token work once; a reused one revokes all tokens.</summary>
internal sealed class TokenServer(AccountSettings settings)
{
    public const string Path = "/oauth2/";

    private readonly HashSet<string> _codes = [settings.AuthorizationCode];
    private readonly HashSet<string> _refresh = [];
    private readonly Dictionary<string, DateTimeOffset> _access = [];

    /// <summary>Number of issued pairs.</summary>
    public int Issued { get; private set; }

    /// <summary>Number of rejected token requests.</summary>
    public int Refused { get; private set; }

    public bool Opens(string? access) => access == settings.LongLivedToken
        || access is not null && _access.TryGetValue(access, out var until) && settings.Time.GetUtcNow() < until;

    /// <summary>Another code, as from the integration's page.</summary>
    public string NewCode()
    {
        var code = $"code-{Guid.NewGuid():n}";
        _codes.Add(code);
        return code;
    }

    /// <summary>Expires the access tokens.</summary>
    public void Expire() => _access.Clear();

    /// <summary>Revokes all tokens, as when the integration is disabled.</summary>
    public void Revoke()
    {
        _access.Clear();
        _refresh.Clear();
        _codes.Clear();
    }

    public JsonObject Exchange(JsonObject request)
    {
        if (Text("client_id") != settings.ClientId || Text("client_secret") != settings.ClientSecret)
            throw Refusal(401, "Client authentication failed", "");
        if (Text("redirect_uri") != settings.RedirectUri)
            throw Refusal(400, "The redirect address differs", "");
        switch (Text("grant_type"))
        {
            case "authorization_code" when _codes.Remove(Text("code")):
            case "refresh_token" when _refresh.Remove(Text("refresh_token")):
                return Pair();
            case "authorization_code":
                throw Refusal(400, "Authorization code is invalid", "Authorization code has been revoked");
            case "refresh_token":
                Revoke();
                throw Refusal(401, "The refresh token is invalid", "Token has been revoked");
            default:
                throw Refusal(400, "grant_type is not known", "");
        }

        string Text(string name) => (request[name] as JsonValue)?.ToString() ?? "";
    }

    private ApiProblem Refusal(int status, string detail, string hint)
    {
        Refused++;
        var problem = ApiProblem.Of(status, "Request failed", detail);
        problem.Body["hint"] = hint;
        return problem;
    }

    private JsonObject Pair()
    {
        var (access, refresh) = ($"access-{Guid.NewGuid():n}", $"refresh-{Guid.NewGuid():n}");
        _access[access] = settings.Time.GetUtcNow() + settings.TokenLifetime;
        _refresh.Add(refresh);
        Issued++;
        return new()
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = (long)settings.TokenLifetime.TotalSeconds,
            ["server_time"] = settings.Time.GetUtcNow().ToUnixTimeSeconds(),
            ["access_token"] = access,
            ["refresh_token"] = refresh,
        };
    }
}
