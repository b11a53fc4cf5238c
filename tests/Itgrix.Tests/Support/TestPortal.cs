using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;

namespace Itgrix.Tests.Support;

/// <summary>A simulated portal and a client that talks to it over HTTP.</summary>
internal sealed class TestPortal : IAsyncDisposable
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    private TestPortal(
        Bitrix24Sandbox sandbox, Func<Bitrix24Options, Bitrix24Options> change, ITokenStore? tokens, bool isWebhook)
    {
        Sandbox = sandbox;
        Options = change(isWebhook ? new() { Webhook = new(sandbox.Webhook) } : new() { OAuth = Application(sandbox) });
        Client = new(Options, tokens ?? new MemoryTokens(), sandbox.Settings.Time);
    }

    public Bitrix24Sandbox Sandbox { get; }

    public Bitrix24Options Options { get; }

    public Bitrix24ApiClient Client { get; }

    /// <summary>Timeout of the test.</summary>
    public CancellationToken Token => _limit.Token;

    public static async Task<TestPortal> StartAsync(
        Bitrix24Settings? settings = null,
        Func<Bitrix24Options, Bitrix24Options>? change = null, ITokenStore? tokens = null,
        bool isWebhook = false) =>
        new(await Bitrix24Sandbox.StartAsync(settings), change ?? (options => options), tokens, isWebhook);

    /// <summary>Another client of the same portal, as after a restart.</summary>
    public Bitrix24ApiClient Another(ITokenStore tokens) => new(Options, tokens, Sandbox.Settings.Time);

    public Task<Bitrix24Answer> CallAsync(string method, string parameters = "{}") =>
        Client.CallAsync(method, JsonNode.Parse(parameters)!.AsObject(), Token);

    public async Task<CrmException> FailsAsync(string method, string parameters = "{}") =>
        (await FluentActions.Awaiting(() => CallAsync(method, parameters)).Should().ThrowAsync<CrmException>()).Which;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Sandbox.DisposeAsync();
        _limit.Dispose();
    }

    private static Bitrix24OAuth Application(Bitrix24Sandbox sandbox) => new()
    {
        Portal = sandbox.Address,
        ClientId = sandbox.Settings.ClientId,
        ClientSecret = new(sandbox.Settings.ClientSecret),
        RefreshToken = new(sandbox.Settings.RefreshToken),
        Tokens = "",
        Server = sandbox.TokenAddress,
    };
}
