using System.Net;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// Connects the portal: takes the tokens of the application's installation. Whoever sends them must be the portal, for
/// the vendor's server renews them with the application's own secret, and an administrator, as the portal says.
/// </summary>
/// <param name="options">The portal.</param>
/// <param name="client">Calls the portal.</param>
/// <param name="publicUrl">Where the portal reaches the service; <c>null</c>: it cannot.</param>
/// <param name="time">The clock.</param>
internal sealed class Bitrix24Connection(
    Bitrix24Options options, Bitrix24ApiClient client, Uri? publicUrl, TimeProvider time)
    : ICrmConnection, IDisposable
{
    public const string Path = "/bitrix24/install", Policy = "bitrix24 installation";

    private static readonly ILogger Log = AppLog.For("bitrix24");
    private static readonly Uri Library = new("https://api.bitrix24.com/api/v1/");

    private readonly ConnectLinks _links = new(time);
    private readonly LoginThrottle _vendor = new(time, max: 20);
    private readonly ConnectAttempts _attempts = new(
        "The installation could not be verified.", text => Bitrix24LogMessages.NotInstalled(Log, text), time);

    /// <summary>Continues what waited for the connection.</summary>
    public Func<CancellationToken, Task> Changed { get; set; } = _ => Task.CompletedTask;

    public string? Obstacle => options.OAuth is null
        ? "bitrix24.webhook is configured, which needs no connecting. To connect the portal, put the application's "
            + "bitrix24.oauth { portal, client_id, client_secret } in its place." : null;

    public string Hint => "Or open the application in the menu of the portal; one without an interface is installed "
        + "again by the button for it in its settings (docs/bitrix24.md).";

    public Uri Link() => new(options.OAuth!.Portal, "/oauth/authorize/?client_id="
        + $"{Uri.EscapeDataString(options.OAuth.ClientId)}&response_type=code&state={_links.Create()}");

    public async Task<ConnectState> StateAsync(CancellationToken token) =>
        _attempts.State(await client.Access.Tokens!.IsUsableAsync(token));

    /// <summary>The token of the portal's events; <c>null</c> while none is known.</summary>
    public async Task<Secret?> ApplicationTokenAsync(CancellationToken token) => options.ApplicationToken
        ?? (client.Access.Tokens is { } tokens ? (await tokens.KnownAsync(token))?.Application : null);

    public Task<ConnectOutcome> AcceptAsync(Uri answer, CancellationToken token) =>
        Bitrix24Installation.Read(answer.Query) is ({ } asked, _) ? AcceptAsync(asked)
            : Task.FromResult(ConnectOutcome.Refused(Bitrix24Installation.Read(answer.Query).Problem));

    /// <summary>Judges a request of the portal, or of anybody.</summary>
    public async Task<ConnectPage> AnswerAsync(HttpContext context)
    {
        if (Obstacle is { } obstacle)
            return ConnectPage.Of(ConnectOutcome.Refused(obstacle));
        var (asked, problem) = await Bitrix24Installation.ReadAsync(context);
        if (asked is null)
            return ConnectPage.Of(ConnectOutcome.Refused(problem));
        var page = ConnectPage.Of(await AcceptAsync(asked)) with { Frame = options.OAuth!.Portal };
        // Until the page says so, the portal does not count the application as installed, and sends no events.
        return page.Status != StatusCodes.Status200OK || asked.Kind != Bitrix24InstallationKind.Opened ? page
            : page with { Library = Library, Script = "BX24.init(function () { BX24.installFinish(); });" };
    }

    public void Dispose() => _attempts.Dispose();

    private Task<ConnectOutcome> AcceptAsync(Bitrix24Installation asked) =>
        _attempts.RunAsync(token => TryAsync(asked, token));

    private async Task<ConnectOutcome> TryAsync(Bitrix24Installation asked, CancellationToken token)
    {
        var known = await client.Access.Tokens!.KnownAsync(token);
        if (asked.Kind == Bitrix24InstallationKind.Removed)
            return await RemoveAsync(asked, token);
        if (asked.Kind == Bitrix24InstallationKind.Code && !_links.Use(asked.State))
            return ConnectOutcome.Refused("This link is not one of the service, was used before or is too old: "
                + "./run.sh connect bitrix24 prints a new one.");
        if (Foreign(asked.Domain) is { } foreign && (known is null || known.Account != asked.MemberId))
            return foreign;
        if (asked.ApplicationToken.Length > 0 && options.ApplicationToken is { } configured
            && !Bitrix24EventAccess.IsRight(configured, asked.ApplicationToken))
            return ConnectOutcome.Refused("The installation has another application token than "
                + "bitrix24.application_token: remove that setting, or correct it.");
        // A page that anybody opens must not make the vendor block the application.
        if (_vendor.Take(IPAddress.None) is not null)
            return ConnectOutcome.Refused("Too many installations failed lately: try again in a few minutes.");
        var grant = await client.Access.Issuer!.GrantAsync(
            asked.Kind == Bitrix24InstallationKind.Code, asked.Secret, token);
        _vendor.GiveBack(IPAddress.None);
        if (IsOther(grant, asked, known))
            return ConnectOutcome.Refused(
                $"The tokens are of {grant.Endpoint?.Authority ?? "no portal"}, and bitrix24.oauth.portal is "
                + $"{options.Portal}: connect that portal, or change the setting.");
        if (!await IsAdministratorAsync(grant, token))
            return known is not null && asked.Kind == Bitrix24InstallationKind.Opened
                ? new(true, "The portal is connected to the telephone system.")
                : ConnectOutcome.Refused("Only an administrator of the portal can connect it: install the application "
                    + "as one.");
        return await AdoptAsync(asked, grant, known, token);
    }

    private async Task<ConnectOutcome> AdoptAsync(
        Bitrix24Installation asked, Bitrix24Grant grant, OAuthTokens? known, CancellationToken token)
    {
        await client.Access.Tokens!.AdoptAsync(new()
        {
            Access = grant.Access, Refresh = grant.Refresh, Origin = "", Account = grant.MemberId,
            Application = asked.ApplicationToken.Length > 0 ? new(asked.ApplicationToken) : known?.Application,
        }, token);
        Bitrix24LogMessages.Installed(Log, options.Portal);
        var clicks = await BindAsync(token);
        await Changed(token);
        return new(true, $"{options.Portal} is connected to the telephone system. {clicks}");
    }

    /// <summary>Asks the portal for its events.</summary>
    /// <returns>What became of it.</returns>
    public async Task<string> BindAsync(CancellationToken token)
    {
        if (publicUrl is null)
            return "Clicks on numbers are not sent to the service: set http.public_url for them.";
        try
        {
            if (await new Bitrix24Bindings(client, publicUrl).BindAsync(token) is not { Length: > 0 } problem)
                return "Clicks on numbers ring the phones.";
            Bitrix24LogMessages.NotBound(Log, problem);
            return problem;
        }
        catch (CrmException error)
        {
            Bitrix24LogMessages.NotBound(Log, error.Message);
            return $"Clicks on numbers are not sent to the service yet: {error.Message}";
        }
    }

    private async Task<ConnectOutcome> RemoveAsync(Bitrix24Installation asked, CancellationToken token)
    {
        if (!Bitrix24EventAccess.IsRight(await ApplicationTokenAsync(token), asked.ApplicationToken))
            return ConnectOutcome.Refused("Its application token is not that of the installation.");
        await client.Access.Tokens!.ForgetAsync(token);
        Bitrix24LogMessages.Removed(Log, options.Portal);
        await Changed(token);
        return new(true, $"The application was removed from {options.Portal}.");
    }

    // A renamed portal keeps its id.
    private bool IsOther(Bitrix24Grant grant, Bitrix24Installation asked, OAuthTokens? known) =>
        asked.MemberId.Length > 0 && asked.MemberId != grant.MemberId
        || grant.Endpoint is null
        || Foreign(grant.Endpoint.Authority) is not null
            && (known is null || known.Account.Length == 0 || known.Account != grant.MemberId);

    private ConnectOutcome? Foreign(string domain) => domain.Length == 0
        || Host(domain).Equals(Host(options.Portal), StringComparison.OrdinalIgnoreCase) ? null
        : ConnectOutcome.Refused($"It comes from {HttpAnswer.OneLine(domain, 80)}, and bitrix24.oauth.portal is "
            + $"{options.Portal}: install the application there, or change the setting.");

    private static string Host(string domain) =>
        domain.EndsWith(":443", StringComparison.Ordinal) ? domain[..^4]
        : domain.EndsWith(":80", StringComparison.Ordinal) ? domain[..^3] : domain;

    private async Task<bool> IsAdministratorAsync(Bitrix24Grant grant, CancellationToken token)
    {
        var answer = (await client.CallWithAsync(grant.Access, "user.admin", token)).Result;
        return answer.ValueKind == JsonValueKind.True || answer.ToString() is "1" or "Y";
    }
}
