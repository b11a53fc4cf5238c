namespace Itgrix.Hooks;

/// <summary>The script under <c>dotnet script</c>: input on standard input, the reply on standard output.</summary>
internal static class ScriptConsole
{
    private static readonly Stream Output = Console.OpenStandardOutput();

    public static HookCall ReadCall()
    {
        // The script's output is for the person who runs it; standard output is for the reply alone.
        Console.SetOut(Console.Error);
        using var input = Console.OpenStandardInput();
        var json = new MemoryStream();
        input.CopyTo(json);
        return new HookCall(json.ToArray(), Write);
    }

    public static void Write(LogLevel level, string message) => Console.Error.WriteLine($"{level}: {message}");

    public static int Print(Reply reply)
    {
        Output.Write([.. reply.ToJson(), (byte)'\n']);
        Output.Flush();
        if (reply.Message is not null)
            Console.Error.WriteLine($"Error: {reply.Message}");
        return reply.State == "success" ? 0 : 1;
    }
}
