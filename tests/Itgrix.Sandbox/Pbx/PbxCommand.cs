using System.CommandLine;
using System.Net.Sockets;

namespace Itgrix.Sandbox.Pbx;

/// <summary><c>pbx</c>: an Asterisk for a terminal, which plays captured calls to logged-in clients.</summary>
internal static class PbxCommand
{
    private static readonly Option<int> Port = new("--port")
    {
        Description = "TCP port of the manager interface, on 127.0.0.1; 0 takes a free one.",
        DefaultValueFactory = _ => 5038,
    };

    private static readonly Option<string> User = new("--user")
    {
        Description = "Who may log in.",
        DefaultValueFactory = _ => "itgrix",
    };

    private static readonly Option<string> Secret = new("--secret")
    {
        Description = "With which secret.",
        DefaultValueFactory = _ => "itgrix",
    };

    private static readonly Option<string[]> Play = new("--play")
    {
        Description = "Captures (*.ami) to play when the first client has logged in, all at once.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int> Times = new("--times")
    {
        Description = "How often, each time as other calls.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<bool> Fast =
        new("--fast") { Description = "As fast as possible, not at the calls' own pace." };

    public static Command Create()
    {
        var command = new Command("pbx", "Speaks Asterisk's manager interface and plays captured calls.")
            { Port, User, Secret, Play, Times, Fast };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var files = arguments.GetValue(Play)!;
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            Console.Error.WriteLine($"{missing} is not there: name captures, for example tests/captures/in_busy.ami.");
            return 1;
        }
        var captures = files.Select(Capture.Load).ToList();
        try
        {
            return await ServeAsync(captures, arguments, stop);
        }
        catch (SocketException error)
        {
            Console.Error.WriteLine(
                $"Port {arguments.GetValue(Port)} cannot be used: {error.Message}. Give another --port.");
            return 1;
        }
    }

    private static async Task<int> ServeAsync(
        IReadOnlyList<Capture> captures, ParseResult arguments, CancellationToken stop)
    {
        await using var pbx = new PbxSimulator(new()
        {
            Port = arguments.GetValue(Port),
            User = arguments.GetValue(User)!,
            Secret = arguments.GetValue(Secret)!,
        });
        Console.Out.WriteLine($"Asterisk's manager interface, simulated, at 127.0.0.1:{pbx.Port}. Ctrl+C ends it.");
        try
        {
            await PlayAsync(pbx, captures, arguments, stop);
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C.
        }
        return 0;
    }

    private static async Task PlayAsync(PbxSimulator pbx, IReadOnlyList<Capture> captures, ParseResult arguments,
        CancellationToken stop)
    {
        if (captures.Count == 0)
            return;
        await pbx.WaitForLoginAsync(stop);
        for (var time = 0; time < arguments.GetValue(Times); time++)
        {
            var first = time * captures.Count;
            await pbx.PlayAsync(captures.Select((capture, index) => new Play(capture, first + index)),
                !arguments.GetValue(Fast), stop);
            Console.Out.WriteLine($"played {captures.Count} capture(s), time {time + 1}");
        }
    }
}
