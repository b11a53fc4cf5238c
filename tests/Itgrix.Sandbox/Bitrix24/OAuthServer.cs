using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Issues tokens to the application: a refresh token and a code work once.</summary>
internal sealed class OAuthServer(Bitrix24Settings settings, PortalState state)
{
    /// <summary>Name of token requests in the log.</summary>
    public const string Name = "oauth";

    private const string Tokens = "token", Grants = "grant", Value = "VALUE", Expires = "EXPIRES", User = "USER";
    private const string Seeded = "seeded_refresh_token", Refresh = "refresh_token", Code = "code";

    private static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(30), RefreshLifetime = TimeSpan.FromDays(180);

    private long Now => settings.Time.GetUtcNow().ToUnixTimeSeconds();

    public JsonObject Renew(Parameters parameters, string address)
    {
        var kind = parameters.Text("grant_type") switch
        {
            "refresh_token" => Refresh,
            "authorization_code" => Code,
            _ => throw RestException.Refused("Unsupported grant type", "invalid_request"),
        };
        if (parameters.Text("client_id") != settings.ClientId
            || parameters.Text("client_secret") != settings.ClientSecret)
            throw new RestException(401, "invalid_client", "Invalid client");
        return Give(Used(kind, parameters.Text(kind)), address);
    }

    /// <summary>Checks a token. It is valid until it expires, even when there is a newer one.</summary>
    /// <returns>Its user.</returns>
    public int Check(string? token)
    {
        if (string.IsNullOrEmpty(token) || state.Find(Tokens, Value, token) is not { } known)
            throw new RestException(401, "NO_AUTH_FOUND", "Wrong authorization data");
        if ((long)known[Expires]! <= Now)
            throw new RestException(401, "expired_token", "The access token provided has expired.");
        return (int)known[User]!;
    }

    /// <summary>Expires all access tokens.</summary>
    public void Expire()
    {
        foreach (var known in state.Table(Tokens))
            known![Expires] = 0L;
    }

    /// <summary>Forgets all tokens, as when the application is removed.</summary>
    public void Clear()
    {
        foreach (var table in new[] { Tokens, Grants })
            state.Table(table).Clear();
        state.Set(Seeded, "used");
    }

    /// <summary>A code for a link that a user allowed.</summary>
    public string NewCode(int user) => Grant(Code, user, CodeLifetime);

    /// <summary>A new pair for a user, as the portal sends it to the application.</summary>
    public (string Access, string Refresh) Pair(int user)
    {
        var access = Guid.NewGuid().ToString("n");
        state.Table(Tokens).Add(new JsonObject
        {
            [Value] = access, [User] = user,
            [Expires] = (settings.Time.GetUtcNow() + settings.TokenLifetime).ToUnixTimeSeconds(),
        });
        return (access, Grant(Refresh, user, RefreshLifetime));
    }

    private int Used(string kind, string value)
    {
        if (kind == Refresh && value == settings.RefreshToken && state.Text(Seeded, "").Length == 0)
        {
            state.Set(Seeded, "used");
            return 1;
        }
        if (state.Find(Grants, Value, $"{kind} {value}") is not { } grant)
            throw RestException.Refused("Invalid refresh token", "invalid_grant");
        state.Table(Grants).Remove(grant);
        return (long)grant[Expires]! > Now ? (int)grant[User]!
            : throw RestException.Refused("Code is expired", "invalid_grant");
    }

    private string Grant(string kind, int user, TimeSpan lifetime)
    {
        var value = Guid.NewGuid().ToString("n");
        state.Table(Grants).Add(new JsonObject
            { [Value] = $"{kind} {value}", [User] = user, [Expires] = Now + (long)lifetime.TotalSeconds });
        return value;
    }

    // The domain is that of the server, as the documentation has it.
    private JsonObject Give(int user, string address)
    {
        var (access, refresh) = Pair(user);
        return new()
        {
            ["access_token"] = access,
            ["client_endpoint"] = $"{address}/rest/",
            ["domain"] = "oauth.bitrix.info",
            ["expires"] = (settings.Time.GetUtcNow() + settings.TokenLifetime).ToUnixTimeSeconds(),
            ["expires_in"] = (int)settings.TokenLifetime.TotalSeconds,
            ["member_id"] = settings.MemberId,
            [Refresh] = refresh,
            ["scope"] = "crm,telephony,task,user",
            ["server_endpoint"] = "https://oauth.bitrix.info/rest/",
            ["status"] = "L",
            ["user_id"] = user,
        };
    }
}
