using System.Text;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Fuzz.Targets;

/// <summary>Frames of a worker, by a process that sends the input and then ends, or does not.</summary>
/// <param name="limit">Timeout of the service for a reply.</param>
internal sealed class FrameTarget(TimeSpan limit) : IFuzzTarget
{
    private const int MaxOutput = 64 << 10;

    /// <summary>Id of the call.</summary>
    public const string Id = "itgrixid";

    // Ready, then any call.
    private const string Script =
        "printf '\\0\\0\\0\\0S\\0\\0\\0\\0\\0\\0\\0\\0' >&3; dd bs=1 count=1 <&3 >/dev/null 2>&1; cat \"$0\" >&3; ";

    private readonly TemporaryFolder _folder = new();

    public string Name => "frames";

    public IReadOnlyList<byte[]> Corpus { get; } =
    [
        Frame('R', "{\"state\":\"success\"}"),
        [.. Frame('L', "\u0001words"), .. Frame('R', "{}")], Frame('E', "it cannot"), Frame('X', "never again"),
        Frame('S', ""), Frame('L', ""), Frame('W', ""), Frame('F', "why"), Frame('L', "\u0001late", "another1"),
        [0xff, 0xff, 0xff, 0xff, (byte)'R'], [0xff, 0xff, 0xff, 0x7f, (byte)'R'],
    ];

    public IReadOnlyList<string> Words { get; } =
    [
        $"\0\0\0\0L{Id}", $"\0\0\0\0R{Id}", $"\u0001\0\0\0L{Id}\u0001", $"\0\0\0\0?{Id}", $"\0\0\0\0S{Id}", Id,
    ];

    public Task<string> TryAsync(byte[] input, CancellationToken token)
    {
        var file = _folder.File("frames");
        File.WriteAllBytes(file, input);
        var stays = input.Length % 8 == 0 ? "exec sleep 5" : "";
        using var worker = WorkerProcess.Start(new("sh", ["-c", Script + stays, file]), MaxOutput,
            () => BitConverter.ToInt64(Encoding.UTF8.GetBytes(Id)));
        var answer = worker.Call(Encoding.UTF8.GetBytes("{}"), limit);
        worker.Settle(limit);
        return Task.FromResult($"{answer.End} {Math.Min(answer.Log.Count, 5)} {answer.IsLast}");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    private static byte[] Frame(char kind, string payload, string id = Id)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        return [.. BitConverter.GetBytes(bytes.Length), (byte)kind, .. Encoding.UTF8.GetBytes(id), .. bytes];
    }
}
