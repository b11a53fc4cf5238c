using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>
/// Redelivers past calls: <c>GET</c> or <c>POST /pbx/read_call</c>. A long request is answered with a job,
/// which the same address reports on.
/// </summary>
internal static class ReadCallRoute
{
    public const string Path = "/pbx/read_call";

    // Less than the timeout of a request.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <param name="jobs"><c>null</c> when there are no channel events to read.</param>
    public static void MapReadCall(this IEndpointRouteBuilder routes, PastCallJobs? jobs, TimeProvider time) =>
        routes.MapAnswer(Path, [HttpMethods.Get, HttpMethods.Post], context => AnswerAsync(context, jobs, time))
            .RequireAuthorization(Access.Local);

    private static async Task<JsonAnswer> AnswerAsync(HttpContext context, PastCallJobs? jobs, TimeProvider time)
    {
        if (jobs is null)
            return JsonAnswer.Error(StatusCodes.Status409Conflict, "no_cel",
                "Past calls are read from Asterisk's channel events: configure asterisk.cel.");
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Query.TryGetValue("job", out var id))
            return jobs.Find(id.ToString()) is { } known ? Answer(known, context) : JsonAnswer.Error(
                StatusCodes.Status404NotFound, "no_job", "There is no such job, or it ended long ago.");
        var (request, answer) = await RequestAsync(context);
        return request is null ? answer! : await StartAsync(jobs, request, context, time);
    }

    private static async Task<JsonAnswer> StartAsync(
        PastCallJobs jobs, PastCallRequest request, HttpContext context, TimeProvider time)
    {
        if (jobs.Start(request) is not { } job)
            return JsonAnswer.Error(
                StatusCodes.Status503ServiceUnavailable, "busy", "Too many jobs wait: try again later.")
                with { RetryAfter = TimeSpan.FromMinutes(1) };
        try
        {
            await job.Ended.WaitAsync(Timeout, time, context.RequestAborted);
        }
        catch (TimeoutException)
        {
            // The job goes on.
        }
        return Answer(job, context);
    }

    private static JsonAnswer Answer(PastCallJob job, HttpContext context)
    {
        if (job.State is PastCallJobState.Done or PastCallJobState.Failed)
            return new(StatusCodes.Status200OK, job.ToJson());
        context.Response.Headers.Location = $"{Path}?job={job.Id}";
        return new(StatusCodes.Status202Accepted, job.ToJson()) { RetryAfter = TimeSpan.FromSeconds(1) };
    }

    private static async Task<(PastCallRequest? Request, JsonAnswer? Problem)> RequestAsync(HttpContext context)
    {
        (PastCallRequest? Request, string? Problem) read;
        if (HttpMethods.IsGet(context.Request.Method))
            read = PastCallRequest.Read([.. context.Request.Query.SelectMany(
                field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")))]);
        else
        {
            var (body, problem) = await JsonBody.ReadAsync(context);
            if (body is not { } json)
                return (null, problem);
            read = PastCallRequest.Read(json);
        }
        return (read.Request, read.Problem is null ? null
            : JsonAnswer.Error(
                StatusCodes.Status400BadRequest, "wrong_request", $"The request is invalid: {read.Problem}"));
    }
}
