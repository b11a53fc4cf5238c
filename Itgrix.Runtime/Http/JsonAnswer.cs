using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>An answer that a program reads.</summary>
internal sealed record JsonAnswer(int Status, JsonObject Body)
{
    /// <summary>When it is worth to ask again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <param name="error">A name that programs know it by.</param>
    /// <param name="message">What went wrong, and what to do.</param>
    public static JsonAnswer Error(int status, string error, string message) =>
        new(status, new() { ["error"] = error, ["message"] = message });

    /// <param name="guessed">What was wrong: <c>passwords</c>.</param>
    /// <param name="pause">When the next may come.</param>
    public static JsonAnswer TooManyAttempts(string guessed, TimeSpan pause) => Error(
        StatusCodes.Status429TooManyRequests, "too_many_attempts", $"Too many wrong {guessed}: wait, then try again.")
        with { RetryAfter = pause };

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } pause)
            response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await response.WriteAsync(Body.ToJsonString());
    }
}
