using System.Net;
using System.Net.Http.Headers;
using Itgrix.Runtime.Platform.Json;

namespace Itgrix.Runtime.Crms;

/// <summary>A complete response of a server.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body; <c>null</c> when it exceeds the maximum size.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record HttpAnswer(
    HttpStatusCode Status, HttpResponseHeaders Headers, ReadOnlyMemory<byte>? Body, TimeSpan Elapsed)
{
    public bool IsRedirect => (int)Status is >= 300 and < 400 && Headers.Location is not null;

    public bool IsServerError => (int)Status >= 500;

    /// <summary>The body as a JSON object with valid texts; <c>null</c> when it is not one.</summary>
    public JsonElement? Json() => SafeJson.Object(WithoutMark(Body ?? default));

    // A PHP file that an administrator saved with a byte order mark puts it before every answer.
    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body)
    {
        while (body.Span.StartsWith(Encoding.UTF8.Preamble))
            body = body[Encoding.UTF8.Preamble.Length..];
        return body;
    }

    /// <summary>The beginning of the body, on one line.</summary>
    public string Beginning() =>
        OneLine(Encoding.UTF8.GetString((Body ?? default).Span[..Math.Min(200, (Body ?? default).Length)]), 80);

    /// <summary>Foreign text made fit for a log line.</summary>
    public static string OneLine(string text, int max)
    {
        var line = string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        var clean = string.Concat(line.Select(one => char.IsControl(one) ? '?' : one));
        return clean.Length <= max ? clean : clean[..max] + "…";
    }
}
