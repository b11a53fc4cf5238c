using System.CommandLine;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary><c>bitrix24</c>: a portal for a terminal and a browser.</summary>
internal static class Bitrix24Command
{
    private static readonly Option<int> Port = new("--port")
    {
        Description = "TCP port on 127.0.0.1; 0 takes a free one.",
        DefaultValueFactory = _ => 8024,
    };

    private static readonly Option<string?> PortalFile = new("--portal-file")
    {
        Description = "Keeps the portal in this file through restarts.",
    };

    private static readonly Option<bool> LenientWebhook = new("--lenient-webhook")
    {
        Description = "Lets the webhook register and finish calls, which is for applications only.",
    };

    private static readonly Option<bool> NoLimit = new("--no-limit")
    {
        Description = "Takes any number of requests a second.",
    };

    private static readonly Option<string?> ApplicationUrl = new("--application-url")
    {
        Description =
            "The application is not installed yet, and has this address: http://127.0.0.1:8077/bitrix24/install.",
        HelpName = "ADDRESS",
    };

    public static Command Create()
    {
        var command = new Command("bitrix24", "A Bitrix24 portal with the methods that a telephony connector uses.")
            { Port, PortalFile, LenientWebhook, NoLimit, ApplicationUrl };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        try
        {
            var settings = arguments.GetValue(NoLimit) ? Bitrix24Settings.WithoutLimit : new();
            await using var sandbox = await Bitrix24Sandbox.StartAsync(settings with
            {
                Port = arguments.GetValue(Port),
                PortalFile = arguments.GetValue(PortalFile),
                IsStrictAboutWebhooks = !arguments.GetValue(LenientWebhook),
                IsInstalled = arguments.GetValue(ApplicationUrl) is null,
                ApplicationUrl = arguments.GetValue(ApplicationUrl) is { } url ? new(url) : null,
            }, stop);
            Console.Out.WriteLine($"Bitrix24, simulated, at {sandbox.Address}sandbox. Ctrl+C ends it.");
            Console.Out.WriteLine($"Webhook: {sandbox.Webhook}");
            Console.Out.WriteLine(
                $"Application: client_id {sandbox.Settings.ClientId}, client_secret {sandbox.Settings.ClientSecret}, "
                + $"refresh_token {sandbox.Settings.RefreshToken}, server {sandbox.TokenAddress}");
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
