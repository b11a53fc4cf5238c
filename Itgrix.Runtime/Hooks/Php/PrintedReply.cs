namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Finds the reply in a PHP file's output, with notices and other text before or after it.</summary>
internal static class PrintedReply
{
    // Each attempt may read to the end of the text; no real output has this many braces before its reply, or is read
    // this many times.
    private const int MaxAttempts = 1000, MaxTimes = 8;

    /// <summary>The last JSON object of the text that has a state; <c>null</c> when there is none.</summary>
    public static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> printed) => Find(printed, out _);

    /// <inheritdoc cref="Find(ReadOnlyMemory{byte})"/>
    /// <param name="printed">The text.</param>
    /// <param name="read">How many bytes were read, each as often as it was read.</param>
    public static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> printed, out long read)
    {
        ReadOnlyMemory<byte>? found = null;
        var rest = printed;
        read = 0;
        for (var attempt = 0; attempt < MaxAttempts && read <= (long)MaxTimes * printed.Length; attempt++)
        {
            var start = rest.Span.IndexOf((byte)'{');
            if (start < 0)
                break;
            rest = rest[start..];
            var length = ObjectLength(rest.Span, out var hasState, ref read);
            if (hasState)
                found = rest[..length];
            rest = rest[Math.Max(1, length)..];
        }
        return found;
    }

    // 0 when no whole object begins here.
    private static int ObjectLength(ReadOnlySpan<byte> text, out bool hasState, ref long read)
    {
        hasState = false;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 512, AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                hasState |= reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName
                    && reader.ValueTextEquals("state"u8);
                if (reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.EndObject)
                    return (int)reader.BytesConsumed;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON from here on, or invalid Unicode; the next brace may begin an object. An error message would
            // quote all of the invalid token.
            read += error.Message.Length;
        }
        finally
        {
            read += reader.BytesConsumed;
        }
        hasState = false;
        return 0;
    }
}
