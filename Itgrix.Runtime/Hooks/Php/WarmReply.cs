using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>A worker's standard output during a call, split by the call's token.</summary>
/// <param name="Returned">The bridge's message: the returned value or an error; empty after exit.</param>
/// <param name="Printed">Output of the hook and its children.</param>
/// <param name="Status">Exit status that a process of its own would have had.</param>
/// <param name="WasHeavy">The call used much memory, a part of which PHP keeps.</param>
/// <param name="Files">Files that it included.</param>
internal sealed record WarmReply(
    byte[] Returned, byte[] Printed, ExitStatus Status, bool WasHeavy, IReadOnlyList<string> Files)
{
    private static readonly ExitStatus Succeeded = new(0, null);

    public static WarmReply Read(ReadOnlySpan<byte> output, ReadOnlySpan<byte> mark)
    {
        var printed = new MemoryStream();
        byte[] returned = [];
        var ended = new CallEnd(Succeeded, false, []);
        int start;
        while ((start = output.IndexOf(mark)) >= 0)
        {
            printed.Write(output[..start]);
            output = output[(start + mark.Length)..];
            var end = output.IndexOf((byte)'\n');
            // Truncated: the worker died while it sent.
            if (end < 0)
                break;
            if (CallEnd.Read(output[..end]) is { } read)
                ended = read;
            else
                returned = output[..end].ToArray();
            output = output[(end + 1)..];
        }
        if (start < 0)
            printed.Write(output);
        return new(returned, printed.ToArray(), ended.Status, ended.WasHeavy, ended.Files);
    }

    /// <summary>The message of warm.php at the end of a request.</summary>
    private sealed record CallEnd(ExitStatus Status, bool WasHeavy, IReadOnlyList<string> Files)
    {
        // A hook may print text that looks like it, or half of it.
        public static CallEnd? Read(ReadOnlySpan<byte> line) =>
            line.StartsWith("{\"ended\""u8) && SafeJson.Object(line.ToArray()) is { } json
            && Number(json, "ended") is { } code && Number(json, "heavy") is { } heavy
                ? new(new(code, null), heavy > 0, Texts(json, "files")) : null;

        private static int? Number(JsonElement json, string name) =>
            json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
                ? number : null;

        private static List<string> Texts(JsonElement json, string name) =>
            json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(text => text.ToString())] : [];
    }
}
