using System.Globalization;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Installs and removes the application, and tells it so, as Bitrix24 does.</summary>
internal sealed class ApplicationInstaller(Portal portal, Bitrix24Settings settings) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>An administrator opens an application with an interface for the first time, in a frame.</summary>
    public Task<HttpResponseMessage> OpenAsync(Uri page, int user, Uri address, CancellationToken token)
    {
        var (access, refresh) = portal.Install(user, isFinished: false);
        return PostAsync(new($"{page}?DOMAIN={Uri.EscapeDataString(address.Authority)}&PROTOCOL=0&LANG=en"
            + "&APP_SID=dd8cec11e347088fe87c44870a9f1dba"), new()
        {
            ["AUTH_ID"] = access,
            ["AUTH_EXPIRES"] = $"{(int)settings.TokenLifetime.TotalSeconds}",
            ["REFRESH_ID"] = refresh,
            ["SERVER_ENDPOINT"] = "https://oauth.bitrix.info/rest/",
            ["member_id"] = settings.MemberId,
            ["status"] = "L",
            ["PLACEMENT"] = "DEFAULT",
            ["PLACEMENT_OPTIONS"] = "{\"any\":\"0\"}",
        }, token);
    }

    /// <summary>An application without an interface is installed: its event comes from the portal itself.</summary>
    public Task<HttpResponseMessage> AddAsync(Uri handler, int user, Uri address, CancellationToken token) =>
        PostAsync(handler, Event("ONAPPINSTALL", address, user, portal.Install(user, isFinished: true)), token);

    /// <summary>The page calls installFinish: the application counts as installed.</summary>
    public async Task FinishAsync(int user, Uri address, CancellationToken token)
    {
        var tokens = portal.Finish(user);
        foreach (var handler in portal.HandlersOf("ONAPPINSTALL"))
            (await PostAsync(handler, Event("ONAPPINSTALL", address, user, tokens), token)).Dispose();
    }

    /// <summary>The application is removed; its tokens are dead before it hears of it.</summary>
    public async Task RemoveAsync(Uri address, CancellationToken token)
    {
        foreach (var handler in portal.Remove())
            (await PostAsync(handler, Event("ONAPPUNINSTALL", address, null, default), token)).Dispose();
    }

    public void Dispose() => _http.Dispose();

    private JsonObject Event(string name, Uri address, int? user, (string Access, string Refresh) tokens)
    {
        var auth = new JsonObject
        {
            ["domain"] = address.Authority,
            ["client_endpoint"] = $"{address}rest/",
            ["server_endpoint"] = "https://oauth.bitrix.info/rest/",
            ["member_id"] = settings.MemberId,
            ["application_token"] = settings.ApplicationToken,
        };
        if (user is not null)
            (auth["access_token"], auth["refresh_token"], auth["user_id"], auth["expires_in"], auth["scope"],
                auth["status"]) = (tokens.Access, tokens.Refresh, $"{user}", "3600", "crm,telephony,task,user", "L");
        return new()
        {
            ["event"] = name,
            ["event_handler_id"] = "1055",
            ["data"] = user is null ? new JsonObject { ["LANGUAGE_ID"] = "en", ["CLEAN"] = "0" }
                : new() { ["VERSION"] = "1", ["ACTIVE"] = "Y", ["INSTALLED"] = "Y", ["LANGUAGE_ID"] = "en" },
            ["ts"] = settings.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["auth"] = auth,
        };
    }

    private async Task<HttpResponseMessage> PostAsync(Uri address, JsonObject form, CancellationToken token)
    {
        using var content = new FormUrlEncodedContent(PhpForm.Write(form));
        return await _http.PostAsync(address, content, token);
    }
}
