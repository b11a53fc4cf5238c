using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Answers of a status and its name only; an error of the request or of the service reveals no more.
/// </summary>
internal static class PlainAnswer
{
    public static async Task WriteAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync($"{ReasonPhrases.GetReasonPhrase(status)}\n");
    }

    /// <summary>Runs the rest of the pipeline, and answers when it fails or times out.</summary>
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

    /// <summary>Writes a long answer: a client that reads too slowly is disconnected.</summary>
    public static void MayTakeLong(HttpContext context) =>
        (context.Items[typeof(PlainAnswer)] as CancellationTokenSource)?.CancelAfter(Timeout.InfiniteTimeSpan);

    // The rest of the request is not read.
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
