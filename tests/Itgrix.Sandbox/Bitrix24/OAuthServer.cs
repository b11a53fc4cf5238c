using System.Globalization;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Gives tokens to the application: a refresh token is good for one time.</summary>
internal sealed class OAuthServer(Bitrix24Settings settings, PortalState state)
{
    /// <summary>Under which requests for tokens are noted.</summary>
    public const string Name = "oauth";

    private const string Access = "access_token", Expires = "access_expires", Refresh = "refresh_token";

    public JsonObject Renew(Parameters parameters, string address)
    {
        if (parameters.Text("grant_type") != "refresh_token")
            throw RestException.Refused("Unsupported grant type", "invalid_request");
        if (parameters.Text("client_id") != settings.ClientId || parameters.Text("client_secret") != settings.ClientSecret)
            throw new RestException(401, "invalid_client", "Invalid client");
        if (parameters.Text("refresh_token") != state.Text(Refresh, settings.RefreshToken))
            throw RestException.Refused("Invalid refresh token", "invalid_grant");
        return Give(address);
    }

    /// <summary>Lets in, or says why not.</summary>
    public void Check(string? token)
    {
        if (string.IsNullOrEmpty(token) || token != state.Text(Access, ""))
            throw new RestException(401, "NO_AUTH_FOUND", "Wrong authorization data");
        if (ExpiresAt() <= settings.Time.GetUtcNow())
            throw new RestException(401, "expired_token", "The access token provided has expired.");
    }

    /// <summary>The access token is too old from now on.</summary>
    public void Expire() => state.Set(Expires, "0");

    private JsonObject Give(string address)
    {
        var now = settings.Time.GetUtcNow();
        state.Set(Access, Guid.NewGuid().ToString("n"));
        state.Set(Refresh, Guid.NewGuid().ToString("n"));
        state.Set(Expires, (now + settings.TokenLifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return new()
        {
            [Access] = state.Text(Access, ""),
            ["client_endpoint"] = $"{address}/rest/",
            ["domain"] = new Uri(address).Authority,
            ["expires"] = ExpiresAt().ToUnixTimeSeconds(),
            ["expires_in"] = (int)settings.TokenLifetime.TotalSeconds,
            ["member_id"] = "a223c6b3710f85df22e9377d6c4f7553",
            [Refresh] = state.Text(Refresh, ""),
            ["scope"] = "crm,telephony,task,user",
            ["server_endpoint"] = $"{address}/rest/",
            ["status"] = "L",
            ["user_id"] = 1,
        };
    }

    private DateTimeOffset ExpiresAt() =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(state.Text(Expires, "0"), CultureInfo.InvariantCulture));
}
