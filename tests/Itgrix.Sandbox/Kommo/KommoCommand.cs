using System.CommandLine;

namespace Itgrix.Sandbox.Kommo;

/// <summary><c>kommo</c>: an account for a terminal and a browser.</summary>
internal static class KommoCommand
{
    private static readonly Option<int> Port = new("--port")
    {
        Description = "TCP port on 127.0.0.1; 0 takes a free one.",
        DefaultValueFactory = _ => 8025,
    };

    private static readonly Option<bool> LacksPhoneField = new("--lacks-phone-field")
    {
        Description = "The contacts' field PHONE does not know WORK.",
    };

    private static readonly Option<string?> RedirectUri = new("--redirect-uri")
    {
        Description = "The integration's redirect URI: http://127.0.0.1:8077/kommo/oauth.", HelpName = "ADDRESS",
    };

    private static readonly Option<bool> NoLimit = new("--no-limit")
    {
        Description = "Takes any number of requests a second.",
    };

    public static Command Create()
    {
        var command = new Command("kommo", "A Kommo account with what a telephony connector uses of its API v4.")
            { Port, LacksPhoneField, NoLimit, RedirectUri };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        try
        {
            var limits = arguments.GetValue(NoLimit) ? AccountSettings.WithoutLimit : new();
            await using var sandbox = await KommoSandbox.StartAsync(
                limits with
                {
                    Port = arguments.GetValue(Port), LacksPhoneField = arguments.GetValue(LacksPhoneField),
                    RedirectUri = arguments.GetValue(RedirectUri) ?? limits.RedirectUri,
                },
                stop);
            var settings = sandbox.Settings;
            Console.Out.WriteLine($"Kommo, simulated, at {sandbox.Address}sandbox. Ctrl+C ends it.");
            Console.Out.WriteLine($"Account: {sandbox.Address}");
            Console.Out.WriteLine($"Long-lived token: {settings.LongLivedToken}");
            Console.Out.WriteLine(
                $"Integration: client_id {settings.ClientId}, client_secret {settings.ClientSecret}, redirect_uri "
                + $"{settings.RedirectUri}, authorization code {settings.AuthorizationCode}; another one: POST "
                + $"{sandbox.Address}sandbox/code");
            await sandbox.WaitAsync(stop);
            return 0;
        }
        catch (IOException error)
        {
            Console.Error.WriteLine($"It cannot start: {error.Message}");
            return 1;
        }
    }
}
