using System.CommandLine;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Sandbox.Pbx;

namespace Itgrix.Sandbox;

/// <summary><c>office</c>: Asterisk and both CRMs at once, with continuous calls.</summary>
internal static class OfficeCommand
{
    private static readonly Option<string[]> Play = new("--play")
    {
        Description = "Captures (*.ami) to play in turn once somebody has logged in.",
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    private static readonly Option<bool> Once = new("--once")
    {
        Description = "Each once and as fast as possible, not again and again at their own pace.",
    };

    public static Command Create()
    {
        var command = new Command("office", "An Asterisk, a Bitrix24 portal and a Kommo account, on free ports.") { Play, Once };
        command.SetAction((arguments, stop) => RunAsync(
            [.. arguments.GetValue(Play)!.Select(Capture.Load)], arguments.GetValue(Once), stop));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<Capture> captures, bool once, CancellationToken stop)
    {
        await using var pbx = new PbxSimulator();
        await using var portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false }, stop);
        await using var account = await KommoSandbox.StartAsync(AccountSettings.WithoutLimit, stop);
        Console.Out.WriteLine($"Asterisk: {pbx.Port}");
        Console.Out.WriteLine($"Bitrix24: {portal.Address}sandbox");
        Console.Out.WriteLine($"Webhook: {portal.Webhook}");
        Console.Out.WriteLine($"Kommo: {account.Address}sandbox");
        Console.Out.WriteLine($"Account: {account.Address}");
        Console.Out.WriteLine($"Token: {account.Settings.LongLivedToken}");
        Console.Out.WriteLine("Ready");
        try
        {
            await pbx.WaitForLoginAsync(stop);
            for (var number = 0; !once || number < captures.Count; number++)
                await pbx.PlayAsync([new(captures[number % captures.Count], number)], !once, stop);
            Console.Out.WriteLine("Played");
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            // Stopped from outside.
        }
        return 0;
    }
}
