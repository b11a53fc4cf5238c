using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Answers of a status and its name only; an error of the request or of the service reveals no more.
/// </summary>
internal sealed record PlainAnswer(int Status) : IResult
{
    public static PlainAnswer Forbidden { get; } = new(StatusCodes.Status403Forbidden);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = "text/plain; charset=utf-8";
        await httpContext.Response.WriteAsync($"{ReasonPhrases.GetReasonPhrase(Status)}\n");
    }
}
