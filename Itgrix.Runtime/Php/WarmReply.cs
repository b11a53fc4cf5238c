using System.Text.Json;
using Itgrix.Runtime.Processes;

namespace Itgrix.Runtime.Php;

/// <summary>What a worker wrote on its standard output during a call, taken apart by the call's mark.</summary>
/// <param name="Returned">What the bridge sent: the returned value or why it cannot be sent; empty after exit.</param>
/// <param name="Printed">What the hook and its children wrote there themselves.</param>
/// <param name="Status">The exit code that a process of its own would have had.</param>
internal sealed record WarmReply(byte[] Returned, byte[] Printed, ExitStatus Status)
{
    private static readonly ExitStatus Succeeded = new(0, null);

    public static WarmReply Read(ReadOnlySpan<byte> output, ReadOnlySpan<byte> mark)
    {
        var printed = new MemoryStream();
        byte[] returned = [];
        var status = Succeeded;
        int start;
        while ((start = output.IndexOf(mark)) >= 0)
        {
            printed.Write(output[..start]);
            output = output[(start + mark.Length)..];
            var end = output.IndexOf((byte)'\n');
            // Cut off: the worker died while it sent.
            if (end < 0)
                return new([], printed.ToArray(), status);
            if (StatusOf(output[..end]) is { } told)
                status = told;
            else
                returned = output[..end].ToArray();
            output = output[(end + 1)..];
        }
        printed.Write(output);
        return new(returned, printed.ToArray(), status);
    }

    private static ExitStatus? StatusOf(ReadOnlySpan<byte> json)
    {
        if (!json.StartsWith("{\"status\":"u8))
            return null;
        var reader = new Utf8JsonReader(json);
        while (reader.Read() && reader.TokenType != JsonTokenType.Number)
        {
        }
        return new(reader.GetInt32(), null);
    }
}
