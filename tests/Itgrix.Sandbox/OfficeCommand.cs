using System.CommandLine;
using Itgrix.Sandbox.Pbx;

namespace Itgrix.Sandbox;

/// <summary><c>office</c>: an Asterisk with continuous calls.</summary>
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
        var command = new Command(
            "office", "An Asterisk on a free port, with one call after the other.") { Play, Once };
        command.SetAction((arguments, stop) => RunAsync(
            [.. arguments.GetValue(Play)!.Select(Capture.Load)], arguments.GetValue(Once), stop));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<Capture> captures, bool once, CancellationToken stop)
    {
        await using var pbx = new PbxSimulator();
        Console.Out.WriteLine($"Asterisk: {pbx.Port}");
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
