using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Sandbox.Kommo;

namespace Itgrix.Tests.Support;

/// <summary>A simulated account, a token file, and clients of both.</summary>
internal sealed class KommoLab : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<KommoApiClient> _clients = [];

    public required KommoSandbox Sandbox { get; init; }

    public string TokenFile => _folder.File("kommo.json");

    public ITokenStore Store => new FileTokenStore(TokenFile);

    public KommoOptions Options => new()
    {
        Account = Sandbox.Address,
        ClientId = Sandbox.Settings.ClientId,
        ClientSecret = new(Sandbox.Settings.ClientSecret),
        RedirectUri = Sandbox.Settings.RedirectUri,
        AuthorizationCode = new(Sandbox.Settings.AuthorizationCode),
        RequestsPerSecond = 500,
    };

    public KommoOptions LongLived => Options with { LongLivedToken = new(Sandbox.Settings.LongLivedToken) };

    /// <summary>Number of token requests.</summary>
    public int TokenRequests =>
        Sandbox.Requests.Count(request => request.Path.StartsWith("/oauth2/", StringComparison.Ordinal));

    /// <summary>An account without limits by default.</summary>
    public static async Task<KommoLab> StartAsync(AccountSettings? settings = null) =>
        new() { Sandbox = await KommoSandbox.StartAsync(
            settings ?? new() { PerSecond = 1000, AccountPerSecond = 1000 }) };

    public KommoApiClient Client(KommoOptions? options = null, ITokenStore? store = null, TimeProvider? time = null)
    {
        var client = new KommoApiClient(options ?? Options, store ?? Store, time ?? TimeProvider.System);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        await Sandbox.DisposeAsync();
        _folder.Dispose();
    }
}
