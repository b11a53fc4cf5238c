using Itgrix.Runtime.Crms.OAuth;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// How requests to the portal are authorized: by an application's token, or by the secret address of an incoming
/// webhook.
/// </summary>
internal sealed class Bitrix24Access : IAsyncDisposable
{
    private readonly MovedAddress _root;
    private static readonly ILogger Log = AppLog.For("bitrix24");
    private readonly IReadOnlyList<Secret> _secrets;
    private readonly OAuthSession? _session;
    private readonly Bitrix24TokenIssuer? _issuer;

    public Bitrix24Access(Bitrix24Options options, HttpExchange http, ITokenStore? store, TimeProvider time)
    {
        if (options.OAuth is { } oauth)
        {
            (_root, _secrets) = (RootOf(new(oauth.Portal, "/rest/")), [oauth.ClientSecret]);
            _issuer = new(oauth, http, Hide);
            _session = new(oauth.RefreshToken, store ?? new FileTokenStore(oauth.Tokens), _issuer, time);
            return;
        }
        var webhook = new Uri(options.Webhook!.Reveal());
        _root = RootOf(webhook);
        _secrets = [options.Webhook, new(webhook.Segments[^1].TrimEnd('/'))];
    }

    private static MovedAddress RootOf(Uri root) =>
        new(root, IsCloud, to => Bitrix24LogMessages.Moved(Log, to.Authority));

    // bitrix24.com, bitrix24.eu, bitrix24.com.br and others, each below a domain of the vendor.
    private static bool IsCloud(string host) => host.Split('.') is [_, "bitrix24", .. { Length: 1 or 2 }];

    /// <summary>Follows the portal to the address that it names.</summary>
    /// <returns>Whether requests go elsewhere from now on.</returns>
    public bool Follow(Uri? to) => _root.Follow(to);

    /// <summary>The application's tokens; <c>null</c> with a webhook.</summary>
    public OAuthSession? Tokens => _session;

    /// <summary>Requests the application's tokens; <c>null</c> with a webhook.</summary>
    public Bitrix24TokenIssuer? Issuer => _issuer;

    /// <summary>The address of a method; a webhook's address is a secret.</summary>
    public Uri AddressOf(string method) => new(_root.Current, $"{method}.json");

    /// <summary>The text without secrets.</summary>
    public string Hide(string text) => _secrets.Concat(_session?.Secrets ?? [])
        .Where(secret => secret.Reveal().Length > 0).Aggregate(text, (rest, secret) =>
            rest.Replace(secret.Reveal(), "***", StringComparison.OrdinalIgnoreCase));

    public ValueTask DisposeAsync() => _session?.DisposeAsync() ?? default;
}
