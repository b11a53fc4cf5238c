namespace Itgrix.Runtime.Hooks.Php;

/// <summary>A call as php-compat/bridge.php reads it: a JSON header line, the file's text, the input.</summary>
internal static class PhpCall
{
    // Agreed with warm.php.
    private const string LengthFormat = "D8";

    public static byte[] Create(HookJob job, PhpSource source)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new { file = source.File, source_bytes = source.Bytes.Length, params_bytes = job.Input.Length });
        return [.. header, (byte)'\n', .. source.Bytes, .. job.Input.Span];
    }

    /// <summary>
    /// The same for warm.php, followed by the hook's standard input: the input once more.
    /// </summary>
    public static byte[] ForWorker(ReadOnlyMemory<byte> payload, string mark)
    {
        var start = BitConverter.ToInt32(payload.Span);
        var call = payload.Span[sizeof(int)..];
        var headerLength = call.IndexOf((byte)'\n');
        var marked = Encoding.ASCII.GetBytes($"{{\"mark\":\"{mark}\",");
        var length = (headerLength - 1 + marked.Length).ToString(LengthFormat, CultureInfo.InvariantCulture);
        return
        [
            .. Encoding.ASCII.GetBytes(length), .. marked, .. call[1..headerLength], .. call[(headerLength + 1)..],
            .. call[start..],
        ];
    }

    /// <summary>Size of the result of <see cref="ForWorker"/>.</summary>
    public static byte[] Payload(HookJob job, PhpSource source)
    {
        var call = Create(job, source);
        return [.. BitConverter.GetBytes(call.Length - job.Input.Length), .. call];
    }
}
