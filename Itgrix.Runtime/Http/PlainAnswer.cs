using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Answers that are only a status and its name; a mistake of the request or of ours shows no more than that.
/// </summary>
internal static class PlainAnswer
{
    public static async Task WriteAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync($"{ReasonPhrases.GetReasonPhrase(status)}\n");
    }

    /// <summary>Goes on with the request, and answers when that breaks or takes too long.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate next, TimeSpan limit)
    {
        var client = context.RequestAborted;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(client);
        late.CancelAfter(limit);
        context.RequestAborted = late.Token;
        context.Items[typeof(PlainAnswer)] = late;
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400 })
                await WriteAsync(context, context.Response.StatusCode);
        }
        catch (Exception error) when (!client.IsCancellationRequested)
        {
            var status = StatusOf(error);
            if (status == StatusCodes.Status500InternalServerError)
                HttpLogMessages.Broke(context.Request.Path, error);
            else
                HttpLogMessages.Refused(context.Request.Path, status, error.Message);
            if (context.Response.HasStarted)
                context.Abort();
            else
                await CloseAsync(context, status);
        }
        catch (Exception error)
        {
            HttpLogMessages.Refused(context.Request.Path, StatusCodes.Status499ClientClosedRequest, error.Message);
        }
    }

    /// <summary>The answer is long: it takes as long as the client takes, who may not be too slow either.</summary>
    public static void MayTakeLong(HttpContext context) =>
        (context.Items[typeof(PlainAnswer)] as CancellationTokenSource)?.CancelAfter(Timeout.InfiniteTimeSpan);

    // What is left of the request is not waited for.
    private static Task CloseAsync(HttpContext context, int status)
    {
        context.Response.Clear();
        context.Response.Headers.Connection = "close";
        return WriteAsync(context, status);
    }

    private static int StatusOf(Exception error) => error switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,
        OperationCanceledException => StatusCodes.Status408RequestTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
