using System.Text;
using System.Text.Json;
using Itgrix.Runtime.Hooks.Php;

namespace Itgrix.Tests.Fuzz.Targets;

/// <summary>Output of PHP: a reply among other text, a warm worker's lines, records of FastCGI.</summary>
internal sealed class PrintedTarget : IFuzzTarget
{
    private const string Mark = "0f1e2d3c";

    public string Name => "printed";

    public IReadOnlyList<byte[]> Corpus { get; } =
    [
        .. new[]
        {
            "Notice: {x} in a.php\n{\"state\":\"success\",\"data\":{\"phone\":\"1\"}}\nbye",
            "{\"state\":\"error\",\"message\":\"{\\\"state\\\"\"}",
            $"words{Mark}{{\"data\":{{}},\"state\":\"success\"}}\nmore{Mark}{{\"ended\":0,\"heavy\":0}}\n",
            $"{Mark}{{\"ended\":255,\"heavy\":1}}\n",
        }.Select(Encoding.UTF8.GetBytes),
        [.. Record(6, "Content-type: text/html\r\n\r\n{\"state\":\"success\"}"),
            .. Record(7, "PHP Warning: x"), .. Record(3, "\0\0\0\0\0\0\0\0")],
    ];

    public IReadOnlyList<string> Words { get; } =
    [
        Mark, "{\"ended\"", "{\"ended\":", ",\"heavy\":",
        "{\"state\":", "{\"a\":", "[[[[", "\u0001\u0006\0\u0001\u0001\0\0\0", "\u0001\u0003\0\u0001\0\u0008\0\0",
        "\r\n\r\n",
    ];

    public Task<string> TryAsync(byte[] input, CancellationToken token)
    {
        var found = PrintedReply.Find(input);
        if (found is { } reply)
            JsonDocument.Parse(reply, new() { MaxDepth = 512 }).Dispose();
        var warm = WarmReply.Read(input, Encoding.ASCII.GetBytes(Mark));
        return Task.FromResult(
            $"{found is null} {warm.Returned.Length > 0} {warm.Status} {warm.WasHeavy} {ReadRecords(input).Ended}");
    }

    public ValueTask DisposeAsync() => default;

    private static FastCgiReply ReadRecords(byte[] input)
    {
        var reply = new FastCgiReply();
        for (var at = 0; at < input.Length && !reply.Ended;)
        {
            var free = reply.Free;
            if (free.IsEmpty)
                throw new FuzzException("There is no room for the next bytes.");
            var count = Math.Min(Math.Min(free.Length, 1 + input.Length % 5000), input.Length - at);
            input.AsSpan(at, count).CopyTo(free);
            reply.Take(count);
            at += count;
        }
        _ = reply.Printed();
        return reply;
    }

    private static byte[] Record(byte type, string content) =>
        [1, type, 0, 1, (byte)(content.Length >> 8), (byte)content.Length, 0, 0, .. Encoding.ASCII.GetBytes(content)];
}
