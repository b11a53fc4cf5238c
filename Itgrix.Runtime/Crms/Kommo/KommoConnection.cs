using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// Connects the account: takes the code with which Kommo leads the browser of an administrator, who allowed the
/// integration, to the redirect URI. The code is good in this account and with the integration's secret alone.
/// </summary>
/// <param name="options">The account.</param>
/// <param name="client">Exchanges the code for tokens.</param>
/// <param name="time">The clock.</param>
internal sealed class KommoConnection(KommoOptions options, KommoApiClient client, TimeProvider time)
    : ICrmConnection, IDisposable
{
    public const string Path = "/kommo/oauth", Policy = "kommo authorization";

    private const int MaxCode = 4000;

    private static readonly ILogger Log = AppLog.For("kommo");

    private readonly ConnectLinks _links = new(time);
    private readonly ConnectAttempts _attempts = new(
        "The code brought no tokens.", text => KommoLogMessages.NotConnected(Log, text), time);

    /// <summary>Continues what waited for the connection.</summary>
    public Func<CancellationToken, Task> Changed { get; set; } = _ => Task.CompletedTask;

    public string? Obstacle => options.LongLivedToken is null ? null
        : "kommo.long_lived_token is configured, which needs no connecting. To connect by a link, put client_id, "
            + "client_secret and redirect_uri of the integration in its place.";

    public string Hint => $"Kommo then leads the browser to {options.RedirectUri}, the integration's redirect URI.";

    private Uri Login => options.Account.IsLoopback ? options.Account
        : new($"https://www.{options.Account.Host[(options.Account.Host.IndexOf('.') + 1)..]}");

    public Uri Link() => new(Login, $"/oauth?client_id={Uri.EscapeDataString(options.ClientId!)}"
        + $"&state={_links.Create()}&mode=popup");

    public async Task<ConnectState> StateAsync(CancellationToken token) =>
        _attempts.State(await client.Tokens!.IsUsableAsync(token));

    public async Task<ConnectPage> AnswerAsync(HttpContext context) =>
        ConnectPage.Of(await AcceptAsync(context.Request.QueryString.Value ?? ""));

    public Task<ConnectOutcome> AcceptAsync(Uri answer, CancellationToken token) => AcceptAsync(answer.Query);

    public void Dispose() => _attempts.Dispose();

    private async Task<ConnectOutcome> AcceptAsync(string query) => Obstacle is { } obstacle
        ? ConnectOutcome.Refused(obstacle) : await _attempts.RunAsync(token => TryAsync(query, token));

    private async Task<ConnectOutcome> TryAsync(string query, CancellationToken token)
    {
        var fields = QueryHelpers.ParseQuery(query);
        if (Of("error") is { Length: > 0 } error)
            return ConnectOutcome.Refused(
                $"Kommo says {HttpAnswer.OneLine(error, 80)}: allow the integration there, with a new link.");
        if (Of("code") is not { Length: > 0 and <= MaxCode } code)
            return ConnectOutcome.Refused("Kommo leads to this page after its integration was allowed; it shows "
                + "nothing elsewhere.");
        if (Of("client_id") is { Length: > 0 } id && id != options.ClientId)
            return ConnectOutcome.Refused("It is of another integration than kommo.client_id.");
        if (!Of("referer").Equals(options.Account.Authority, StringComparison.OrdinalIgnoreCase))
            return ConnectOutcome.Refused($"It comes from the account {HttpAnswer.OneLine(Of("referer"), 80)}, and "
                + $"kommo.account is {options.Account.Authority}: allow the integration there, or change the setting.");
        if (!await IsAskedForAsync(Of("state"), Of("from_widget"), token))
            return ConnectOutcome.Refused("It does not come from a link of the service, or from one that was used "
                + "before or is too old: ./run.sh connect kommo prints a new one.");
        await client.ReauthorizeAsync(new(code), token);
        KommoLogMessages.Connected(Log, options.Account.Authority);
        await Changed(token);
        return new(true, $"{options.Account.Authority} is connected to the telephone system.");

        string Of(string name) => fields.TryGetValue(name, out var value) ? $"{value}" : "";
    }

    // The button of the integration in the account knows no link. An account that is connected needs one: whoever
    // lured an administrator to this page could exchange its tokens.
    private async Task<bool> IsAskedForAsync(string state, string fromWidget, CancellationToken token) =>
        state.Length > 0 ? _links.Use(state)
            : fromWidget.Length > 0 && !await client.Tokens!.IsUsableAsync(token);
}
