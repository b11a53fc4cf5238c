using System.Net;
using System.Text.Json;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Access of an application: by a token, which is renewed when it expires.</summary>
internal sealed class ApplicationAccess : Bitrix24Access
{
    private readonly Bitrix24OAuth _options;
    private readonly HttpExchange _http;
    private readonly OAuthSession _session;

    public ApplicationAccess(Bitrix24OAuth options, HttpExchange http, ITokenStore store, TimeProvider time)
    {
        (_options, _http) = (options, http);
        _session = new(options.RefreshToken, store, RenewAsync, time);
    }

    public override Uri AddressOf(string method) => new(_options.Portal, $"/rest/{method}.json");

    public override async Task<Secret?> TokenAsync(CancellationToken token) => await _session.AccessAsync(token);

    public override async Task<Secret?> RenewedAsync(Secret expired, CancellationToken token) =>
        await _session.RenewedAsync(expired, token);

    public override ValueTask DisposeAsync() => _session.DisposeAsync();

    protected override IEnumerable<Secret> Secrets() => [.. _session.Secrets, _options.ClientSecret];

    // In a form, not in the address, which ends up in logs on the way.
    private async Task<(Secret Access, Secret Refresh)> RenewAsync(Secret refresh, CancellationToken token)
    {
        var what = $"New tokens from {_options.Server.Authority}";
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Server)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["client_id"] = _options.ClientId,
                ["client_secret"] = _options.ClientSecret.Reveal(),
                ["refresh_token"] = refresh.Reveal(),
            }),
        };
        var answer = await _http.SendAsync(request, what, token);
        if (answer.Json() is not { } json)
            throw Unreadable(answer, what);
        if (answer.Status == HttpStatusCode.OK
            && Text(json, "access_token") is { } access && Text(json, "refresh_token") is { } next)
        {
            Bitrix24LogMessages.Renewed(_options.Portal.Authority);
            return (new(access), new(next));
        }
        throw new Bitrix24Error(answer.Status, Shown(json, "error"), Shown(json, "error_description"))
            .ToException(what);
    }

    private static CrmException Unreadable(HttpAnswer answer, string what) => answer.IsServerError
        ? new(CrmFailure.ServerError, $"{what}: {(int)answer.Status}: it has an internal error; retry later.")
        : new(CrmFailure.Broken, $"{what}: {(int)answer.Status}, but no JSON object: check bitrix24.oauth.server.");

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text ? text : null;

    private string Shown(JsonElement json, string name) => HttpAnswer.OneLine(Hide(Text(json, name) ?? ""), 200);
}
