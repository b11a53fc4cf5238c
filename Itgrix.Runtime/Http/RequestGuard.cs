using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Http;

/// <summary>Limits the time of requests, and answers those that fail.</summary>
internal static class RequestGuard
{
    private static readonly ILogger Log = AppLog.For("http");

    /// <summary>Runs the rest of the pipeline, and answers when it fails or times out.</summary>
    public static async Task RunAsync(HttpContext context, RequestDelegate next, TimeSpan limit)
    {
        var client = context.RequestAborted;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(client);
        late.CancelAfter(limit);
        context.RequestAborted = late.Token;
        context.Items[typeof(RequestGuard)] = late;
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400 })
                await new PlainAnswer(context.Response.StatusCode).ExecuteAsync(context);
        }
        catch (Exception error) when (!client.IsCancellationRequested)
        {
            var status = StatusOf(error);
            if (status == StatusCodes.Status500InternalServerError)
                HttpLogMessages.Broke(Log, RouteOf(context), error);
            else
                HttpLogMessages.Refused(Log, RouteOf(context), status, error.Message);
            if (context.Response.HasStarted)
                context.Abort();
            else
                await CloseAsync(context, status);
        }
        catch (Exception error)
        {
            HttpLogMessages.Refused(Log, RouteOf(context), StatusCodes.Status499ClientClosedRequest, error.Message);
        }
    }

    /// <summary>Writes a long answer: a client that reads too slowly is disconnected.</summary>
    public static void MayTakeLong(HttpContext context) =>
        (context.Items[typeof(RequestGuard)] as CancellationTokenSource)?.CancelAfter(Timeout.InfiniteTimeSpan);

    // Not the path itself: the one of a recording has the signature that opens it.
    private static string RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "an unknown address";

    // The rest of the request is not read.
    private static Task CloseAsync(HttpContext context, int status)
    {
        context.Response.Clear();
        context.Response.Headers.Connection = "close";
        return new PlainAnswer(status).ExecuteAsync(context);
    }

    private static int StatusOf(Exception error) => error switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,
        OperationCanceledException => StatusCodes.Status408RequestTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
