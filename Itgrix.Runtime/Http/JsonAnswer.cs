using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>JSON answers for programs.</summary>
internal sealed record JsonAnswer(int Status, JsonObject Body) : IResult
{
    /// <summary>Sets the Retry-After header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <param name="error">The error's code for programs.</param>
    /// <param name="message">What went wrong, and what to do.</param>
    public static JsonAnswer Error(int status, string error, string message) =>
        new(status, new() { ["error"] = error, ["message"] = OwnCommand.In(message) });

    /// <param name="secrets">What was wrong: <c>passwords</c>.</param>
    /// <param name="delay">Time until the next attempt is allowed.</param>
    public static JsonAnswer TooManyAttempts(string secrets, TimeSpan delay) => Error(
        StatusCodes.Status429TooManyRequests, "too_many_attempts", $"Too many wrong {secrets}: wait, then try again.")
        with { RetryAfter = delay };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } delay)
            response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await response.WriteAsync(Body.ToJsonString());
    }
}
