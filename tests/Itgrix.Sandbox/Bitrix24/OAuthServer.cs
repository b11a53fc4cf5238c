using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Issues tokens to the application: a refresh token works once.</summary>
internal sealed class OAuthServer(Bitrix24Settings settings, PortalState state)
{
    /// <summary>Name of token requests in the log.</summary>
    public const string Name = "oauth";

    private const string Table = "token", Value = "VALUE", Expires = "EXPIRES", Refresh = "refresh_token";

    public JsonObject Renew(Parameters parameters, string address)
    {
        if (parameters.Text("grant_type") != "refresh_token")
            throw RestException.Refused("Unsupported grant type", "invalid_request");
        if (parameters.Text("client_id") != settings.ClientId
            || parameters.Text("client_secret") != settings.ClientSecret)
            throw new RestException(401, "invalid_client", "Invalid client");
        if (parameters.Text("refresh_token") != state.Text(Refresh, settings.RefreshToken))
            throw RestException.Refused("Invalid refresh token", "invalid_grant");
        return Give(address);
    }

    /// <summary>Checks a token. It is valid until it expires, even when there is a newer one.</summary>
    public void Check(string? token)
    {
        if (string.IsNullOrEmpty(token) || state.Find(Table, Value, token) is not { } known)
            throw new RestException(401, "NO_AUTH_FOUND", "Wrong authorization data");
        if ((long)known[Expires]! <= settings.Time.GetUtcNow().ToUnixTimeSeconds())
            throw new RestException(401, "expired_token", "The access token provided has expired.");
    }

    /// <summary>Expires all access tokens.</summary>
    public void Expire()
    {
        foreach (var known in state.Table(Table))
            known![Expires] = 0L;
    }

    private JsonObject Give(string address)
    {
        var expires = (settings.Time.GetUtcNow() + settings.TokenLifetime).ToUnixTimeSeconds();
        var access = Guid.NewGuid().ToString("n");
        state.Table(Table).Add(new JsonObject { [Value] = access, [Expires] = expires });
        state.Set(Refresh, Guid.NewGuid().ToString("n"));
        return new()
        {
            ["access_token"] = access,
            ["client_endpoint"] = $"{address}/rest/",
            ["domain"] = new Uri(address).Authority,
            ["expires"] = expires,
            ["expires_in"] = (int)settings.TokenLifetime.TotalSeconds,
            ["member_id"] = "a223c6b3710f85df22e9377d6c4f7553",
            [Refresh] = state.Text(Refresh, ""),
            ["scope"] = "crm,telephony,task,user",
            ["server_endpoint"] = $"{address}/rest/",
            ["status"] = "L",
            ["user_id"] = 1,
        };
    }
}
