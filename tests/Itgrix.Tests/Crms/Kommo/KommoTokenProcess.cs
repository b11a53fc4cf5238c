using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Kommo;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>
/// A process that sends one request to Kommo; at a step of a token renewal it reports the step and stays there.
/// </summary>
internal static class KommoTokenProcess
{
    public const string At = "is there", Answered = "answered";

    /// <summary>The process itself.</summary>
    public static async Task RunAsync(string account, string tokens, string code, string step) =>
        Console.WriteLine(await AskAsync(account, tokens, code, step));

    /// <summary>What it does and says, as one that knows nothing but the file of tokens.</summary>
    public static async Task<string> AskAsync(string account, string tokens, string code, string step = "")
    {
        var settings = new AccountSettings();
        var options = new KommoOptions
        {
            Account = new(account),
            ClientId = settings.ClientId,
            ClientSecret = new(settings.ClientSecret),
            RedirectUri = settings.RedirectUri,
            AuthorizationCode = new(code),
        };
        await using var client = new KommoApiClient(
            options, new Store(new FileTokenStore(tokens), step), TimeProvider.System);
        try
        {
            await client.GetAsync("/api/v4/account", CancellationToken.None);
            return Answered;
        }
        catch (CrmException error)
        {
            return error.Message;
        }
    }

    private sealed class Store(ITokenStore inner, string step) : ITokenStore
    {
        private int _saves;

        public Task<OAuthTokens?> LoadAsync(CancellationToken token) => inner.LoadAsync(token);

        public async Task SaveAsync(OAuthTokens tokens, CancellationToken token)
        {
            _saves++;
            await StayAsync($"before save {_saves}");
            await inner.SaveAsync(tokens, token);
            await StayAsync($"after save {_saves}");
        }

        private async Task StayAsync(string here)
        {
            if (here != step)
                return;
            Console.WriteLine(At);
            await Task.Delay(Timeout.InfiniteTimeSpan);
        }
    }
}
