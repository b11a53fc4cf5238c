using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Workers;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>The main loop of a csx worker process: one call at a time, until the service closes the socket.</summary>
internal static class ScriptWorker
{
    private const int UnloadedBeforeCollection = 8;

    private static readonly List<LoadedScript> Loaded = [];
    private static int unloaded;

    public static int Run()
    {
        using var channel = new FrameChannel();
        // In parallel with loading the first script, on another core.
        new Thread(ScriptWarmUp.Run) { IsBackground = true }.Start();
        channel.Write(FrameKind.Ready, []);
        while (channel.Read() is var (kind, payload))
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(payload);
            try
            {
                var script = Load(payload.AsSpan(4, length));
                if (kind == FrameKind.Prepare)
                    channel.Write(FrameKind.Reply, "{}"u8);
                else
                    channel.Write(FrameKind.Reply, Call(script, payload.AsMemory(4 + length), channel));
            }
            catch (Exception error)
            {
                var kindOfError = error is OutOfMemoryException ? FrameKind.LastError : FrameKind.Error;
                channel.Write(
                    kindOfError, JsonSerializer.SerializeToUtf8Bytes(Explain(error), CsxJson.Default.ScriptError));
            }
            CollectUnloaded();
        }
        return 0;
    }

    private static byte[] Call(LoadedScript script, ReadOnlyMemory<byte> input, FrameChannel channel)
    {
        Cultures.UseInvariant();
        // Each time: a hook may have changed it, and a folder that was replaced is another one under the same name.
        Environment.CurrentDirectory = script.Folder;
        HookCall.Begin(new HookCall(input, (level, text) =>
            channel.Write(FrameKind.Log, [(byte)level, .. Encoding.UTF8.GetBytes(text)])));
        // One call at a time and nothing else to do: this thread may block.
        var reply = script.Run().GetAwaiter().GetResult()
            ?? throw new HookException("the script returned null: return Success(...) or another reply of the hook.");
        return reply.ToJson();
    }

    // An unloaded context is freed only by a full collection, which a small heap rarely does by itself. The reply is
    // sent already.
    private static void CollectUnloaded()
    {
        if (unloaded < UnloadedBeforeCollection)
            return;
        unloaded = 0;
        for (var pass = 0; pass < 2; pass++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static LoadedScript Load(ReadOnlySpan<byte> header)
    {
        // The same bytes in every call: comparing them is cheaper than parsing them.
        foreach (var known in Loaded)
            if (header.SequenceEqual(known.Header))
                return known;
        var start = ScriptStart.Parse(header);
        var script = new LoadedScript(start, header.ToArray());
        if (Loaded.Find(older => older.Script == start.Script) is { } outdated)
        {
            Loaded.Remove(outdated);
            outdated.Dispose();
            unloaded++;
        }
        Loaded.Add(script);
        return script;
    }

    private static ScriptError Explain(Exception error)
    {
        while (error is AggregateException or System.Reflection.TargetInvocationException
            && error.InnerException is { } inner)
            error = inner;
        var frame = new StackTrace(error, fNeedFileInfo: true).GetFrames()
            .FirstOrDefault(frame => frame.GetFileName() is not null
                && frame.GetMethod()?.Module.Assembly.IsCollectible == true);
        var words = error is HookException ? error.Message : $"{error.GetType().Name}: {error.Message}";
        return new(words, frame?.GetFileName(), frame?.GetFileLineNumber() ?? 0, error is OutOfMemoryException);
    }
}
