using Itgrix.Runtime.Crms.OAuth;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// How requests to the portal are authorized: by an application's token, or by the secret address of an incoming
/// webhook.
/// </summary>
internal sealed class Bitrix24Access : IAsyncDisposable
{
    private readonly Uri _root;
    private readonly IReadOnlyList<Secret> _secrets;
    private readonly OAuthSession? _session;

    public Bitrix24Access(Bitrix24Options options, HttpExchange http, ITokenStore? store, TimeProvider time)
    {
        if (options.OAuth is { } oauth)
        {
            (_root, _secrets) = (new(oauth.Portal, "/rest/"), [oauth.ClientSecret]);
            _session = new(oauth.RefreshToken, store ?? new FileTokenStore(oauth.Tokens),
                new Bitrix24TokenIssuer(oauth, http, Hide), time);
            return;
        }
        _root = new(options.Webhook!.Reveal());
        _secrets = [options.Webhook, new(_root.Segments[^1].TrimEnd('/'))];
    }

    /// <summary>The application's tokens; <c>null</c> with a webhook.</summary>
    public IAccessTokens? Tokens => _session;

    /// <summary>The address of a method; a webhook's address is a secret.</summary>
    public Uri AddressOf(string method) => new(_root, $"{method}.json");

    /// <summary>The text without secrets.</summary>
    public string Hide(string text) => _secrets.Concat(_session?.Secrets ?? [])
        .Where(secret => secret.Reveal().Length > 0).Aggregate(text, (rest, secret) =>
            rest.Replace(secret.Reveal(), "***", StringComparison.OrdinalIgnoreCase));

    public ValueTask DisposeAsync() => _session?.DisposeAsync() ?? default;
}
