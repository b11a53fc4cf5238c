namespace Itgrix.Runtime.Platform.Json;

/// <summary>Times as <c>/status</c> shows them.</summary>
internal static class JsonTime
{
    /// <summary>In UTC, <c>2026-11-21T14:00:00Z</c>.</summary>
    public static JsonNode? From(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>By the Asterisk server's own clock.</summary>
    public static JsonNode? OfServer(DateTime? time) =>
        time?.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
