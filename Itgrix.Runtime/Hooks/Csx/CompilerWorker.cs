using Itgrix.Runtime.Hooks.Workers;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>The main loop of the compiler process: reads a script's path, writes the result.</summary>
internal static class CompilerWorker
{
    public static int Run(string cacheFolder)
    {
        using var channel = new FrameChannel();
        var compiler = new ScriptCompiler(new ScriptCache(cacheFolder));
        channel.Write(FrameKind.Ready, 0, []);
        while (channel.Read() is { } frame)
        {
            var answer = compiler.Compile(Encoding.UTF8.GetString(frame.Payload));
            channel.Write(FrameKind.Reply, frame.Call,
                JsonSerializer.SerializeToUtf8Bytes(answer, CsxJson.Default.CompileAnswer));
        }
        return 0;
    }
}
