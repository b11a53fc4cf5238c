using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>The main loop of a csx worker process: one call at a time, until the service closes the socket.</summary>
internal static class ScriptWorker
{
    private const int UnloadedBeforeCollection = 8;

    private static readonly List<LoadedScript> Loaded = [];
    private static int unloaded;

    public static int Run()
    {
        // Hooks of other workers, of the same user, cannot read it.
        OwnMemory.Protect();
        using var channel = new FrameChannel();
        // In parallel with loading the first script, on another core.
        new Thread(ScriptWarmUp.Run) { IsBackground = true }.Start();
        Console.SetIn(new ConsoleInput());
        channel.Write(FrameKind.Ready, 0, []);
        while (channel.Read() is { } frame)
        {
            if (Answer(frame, channel) is { } call)
                channel.Write(FrameKind.Checked, frame.Call, Encoding.UTF8.GetBytes(CallTrace.Wait(call)));
            CollectUnloaded();
        }
        return 0;
    }

    // Never inlined: what a caller's frame still held would count as left by the call.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference? Answer(Frame frame, FrameChannel channel)
    {
        WeakReference? trace = null;
        try
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(frame.Payload);
            var script = Load(frame.Payload.AsSpan(4, length));
            if (frame.Kind == FrameKind.Prepare)
            {
                channel.Write(FrameKind.Reply, frame.Call, "{}"u8);
                return null;
            }
            var scope = HookCall.Begin(new HookCall(frame.Payload.AsMemory(4 + length), (level, text) =>
                channel.Write(FrameKind.Log, frame.Call, [(byte)level, .. Encoding.UTF8.GetBytes(text)])));
            if (!script.IsPlain)
            {
                trace = new(scope);
                CallTrace.Begin();
                channel.Write(FrameKind.Checking, frame.Call, []);
                StandardInput.Use(frame.Payload.AsSpan(4 + length));
            }
            channel.Write(FrameKind.Reply, frame.Call, Call(script));
        }
        catch (Exception error)
        {
            var kind = error is OutOfMemoryException ? FrameKind.LastError : FrameKind.Error;
            channel.Write(kind, frame.Call,
                JsonSerializer.SerializeToUtf8Bytes(ScriptFailure.Explain(error), CsxJson.Default.ScriptError));
        }
        HookCall.End();
        if (trace is not null)
            StandardInput.Clear();
        return trace;
    }

    private static byte[] Call(LoadedScript script)
    {
        Cultures.UseInvariant();
        // Each time: a hook may have changed it, and a folder that was replaced is another one under the same name.
        Environment.CurrentDirectory = script.Folder;
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
}
