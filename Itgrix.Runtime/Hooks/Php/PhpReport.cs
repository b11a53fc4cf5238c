using System.Runtime.InteropServices;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Interprets a finished PHP run: the returned value, else the printed one, is the reply.</summary>
internal static class PhpReport
{
    private const int MaxLogLines = 50;

    /// <summary>The reply, or why there is none.</summary>
    public static (ReadOnlyMemory<byte> Reply, string? Reason) Read(
        WorkerAnswer answer, HookJob job, CustomizerOptions options) => answer switch
    {
        { End: WorkerEnd.QueueFull } => (default, HookReasons.QueueFull),
        { End: WorkerEnd.TimedOut } => (default, HookReasons.TimedOut(job)),
        { End: WorkerEnd.TooMuch } => (default, HookReasons.TooMuch(job, options.Output)),
        { Payload: [], Status: not { Succeeded: true } } => (default, $"{job.File} {Death(answer)}"),
        { Payload: [] } => Printed(answer, job),
        _ => Returned(answer, job),
    };

    /// <summary>What PHP and the file wrote to standard error.</summary>
    public static IReadOnlyList<LogLine> Log(WorkerAnswer answer) =>
        [.. Lines(answer.StandardError).Take(MaxLogLines).Select(line => new LogLine(LogLevel.Warning, line))];

    // The bridge's message: the file's return value or an error.
    private static (ReadOnlyMemory<byte> Reply, string? Reason) Returned(WorkerAnswer answer, HookJob job)
    {
        using var document = JsonDocument.Parse(answer.Payload, new JsonDocumentOptions { MaxDepth = 1024 });
        var root = document.RootElement;
        if (root.TryGetProperty("error", out var error))
            return (default, $"{job.File}: {error.GetString()}");
        var value = root.GetProperty("returned");
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("state"u8, out _))
            return (JsonMarshal.GetRawUtf8Value(value).ToArray(), null);
        if (value.ValueKind == JsonValueKind.String && ReplyIn(value) is { } text)
            return (text, null);
        // A file may return something of its own, such as the lines of its log, after it printed its reply.
        return value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && ReplyIn(answer.Printed) is null
            ? (JsonMarshal.GetRawUtf8Value(value).ToArray(), null)
            : Printed(answer, job, value.ValueKind == JsonValueKind.String ? value.GetRawText() : null);
    }

    private static ReadOnlyMemory<byte>? ReplyIn(JsonElement text)
    {
        try
        {
            return ReplyIn(Encoding.UTF8.GetBytes(text.GetString()!));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    private static ReadOnlyMemory<byte>? ReplyIn(byte[] text) => PrintedReply.Find(text);

    private static (ReadOnlyMemory<byte> Reply, string? Reason) Printed(
        WorkerAnswer answer, HookJob job, string? returned = null)
    {
        if (ReplyIn(answer.Printed) is { } printed)
            return (printed, null);
        var said = Lines(Encoding.UTF8.GetString(answer.Printed)).FirstOrDefault() is { } line
            ? $" (it printed: {Start(line)})"
            : returned is not null ? $" (it returned the text {Start(returned)})" : "";
        return (default, $"{job.File} neither returned nor printed a reply{said}: "
            + "end it with return array('state' => 'success', 'data' => ...);");
    }

    private static string Start(string text) => text[..Math.Min(text.Length, 100)];

    private static string Death(WorkerAnswer answer)
    {
        var status = answer.Status ?? ExitStatus.Unknown;
        var words = Lines(answer.StandardError).FirstOrDefault(
                line => line.Contains("error:", StringComparison.OrdinalIgnoreCase))
            ?? Lines(answer.StandardError).LastOrDefault();
        return words is null ? $"ended with {status} and without a reply." : $"ended with {status}: {words}";
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
