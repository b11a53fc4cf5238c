using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>The portal's REST over HTTP, with the injected faults.</summary>
internal sealed class RestEndpoint(Portal portal, RequestLog log, PortalFaults faults, Bitrix24Settings settings)
{
    private const string Page =
        "<!DOCTYPE html><html><head><title>Bitrix24</title></head><body>Just a moment...</body></html>";

    /// <summary><c>/rest/METHOD</c> and <c>/rest/USER/SECRET/METHOD</c>.</summary>
    public async Task ServeAsync(HttpContext context, string path)
    {
        var began = new Arrival(settings.Time);
        var parameters = await RequestReader.ReadAsync(context.Request);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var method = parts.LastOrDefault("").ToLowerInvariant();
        method = method.EndsWith(".json", StringComparison.Ordinal) ? method[..^5] : method;
        var caller = parts.Length == 3
            ? new PortalCaller(parts[0], parts[1], null)
            : new(null, null, RequestReader.TokenOf(context.Request, parameters));
        await AnswerAsync(
            context, new(method, parameters, began), () => portal.Run(method, parameters, caller, began), () =>
        {
            Enter();
            portal.Check(caller);
        });
    }

    /// <summary>The upload address that attachRecord returns.</summary>
    public async Task ServeUploadAsync(HttpContext context)
    {
        var began = new Arrival(settings.Time);
        var place = context.Request.Query["token"].ToString();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (size, name) = (form.Files["file"]?.Length ?? 0, form.Files["file"]?.FileName ?? "");
        var parameters = new Parameters(new() { ["token"] = place, ["size"] = size });
        await AnswerAsync(context, new("upload", parameters, began), () => new()
        {
            ["result"] = portal.Uploaded(place, name, size),
            ["time"] = portal.Time("upload", began),
        }, Enter);
    }

    /// <summary>The authorization server, which shares the address with the portal here.</summary>
    public async Task ServeTokensAsync(HttpContext context)
    {
        var parameters = await RequestReader.ReadAsync(context.Request);
        var address = $"{context.Request.Scheme}://{context.Request.Host}";
        // Logged without secrets.
        var shown = new Parameters(new() { ["grant_type"] = parameters.Text("grant_type") });
        var request = new Request(OAuthServer.Name, shown, new(settings.Time));
        await AnswerAsync(context, request, () => portal.Renew(parameters, address), () => { });
    }

    private void Enter()
    {
        if (!portal.IsTaken())
            throw new RestException(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
    }

    private async Task AnswerAsync(HttpContext context, Request request, Func<JsonObject> run, Action enter)
    {
        var fault = faults.Of(request.Method);
        var isDone = false;
        var (status, answer) = (200, (JsonObject?)null);
        try
        {
            Before(fault);
            enter();
            answer = run();
            isDone = true;
            Completed(answer, context);
        }
        catch (RestException error)
        {
            (status, answer) =
                (error.Status, new() { ["error"] = error.Code, ["error_description"] = error.Description });
            if (status == 429)
                answer["time"] = portal.Time(request.Method, request.Began);
        }
        catch (IOException)
        {
            status = 0;
        }
        if (fault?.Kind == FaultKind.CutAfter)
            status = 0;
        var said = answer?["result"] ?? answer;
        log.Add(
            request.Method, request.Parameters.Json, status, isDone, fault?.Kind.ToString(), said, request.Began.At);
        await WriteAsync(context, fault, status, answer);
    }

    // Faults before execution.
    private static void Before(PortalFault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Rate: throw new RestException(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
            case FaultKind.Operating:
                throw new RestException(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit");
            case FaultKind.ExpiredToken: throw new RestException(
                401, "expired_token", "The access token provided has expired.");
            case FaultKind.Refused: throw new RestException(fault.Status, fault.Code, fault.Description);
            case FaultKind.Error: throw new RestException(500, "INTERNAL_SERVER_ERROR", "Internal server error");
            case FaultKind.CutBefore or FaultKind.Outage or FaultKind.Html or FaultKind.Redirect or FaultKind.TooLarge
                or FaultKind.Moved:
                throw new IOException("Ordered.");
        }
    }

    private async Task WriteAsync(HttpContext context, PortalFault? fault, int status, JsonObject? answer)
    {
        switch (fault?.Kind)
        {
            case FaultKind.CutBefore or FaultKind.CutAfter:
                context.Abort();
                break;
            case FaultKind.Outage:
                await TextAsync(context, 502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>");
                break;
            case FaultKind.TooLarge:
                await TextAsync(
                    context, 413, "text/html", "<html><body><h1>413 Request Entity Too Large</h1></body></html>");
                break;
            case FaultKind.Html:
                await TextAsync(context, 200, "text/html", Page);
                break;
            case FaultKind.Redirect:
                context.Response.Redirect($"/auth/?backurl={Uri.EscapeDataString(context.Request.Path)}");
                break;
            case FaultKind.Moved:
                context.Response.Redirect(fault.Location + context.Request.Path);
                break;
            case FaultKind.Huge:
                await HugeAsync(context);
                break;
            case FaultKind.BrokenJson:
                var text = answer!.ToJsonString();
                await TextAsync(context, status, "application/json", text[..(text.Length / 2)]);
                break;
            default:
                if (fault?.Kind == FaultKind.Slow)
                    await fault.DelayAsync(context.RequestAborted);
                await TextAsync(context, status, "application/json", answer!.ToJsonString());
                break;
        }
    }

    private static Task TextAsync(HttpContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static async Task HugeAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"result\":\"", context.RequestAborted);
        var part = Encoding.UTF8.GetBytes(new string('x', 1 << 16));
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
    }

    // The upload address is completed only here, where the portal's own address is known. A portal behind a proxy names
    // the one that it sees itself.
    private void Completed(JsonObject answer, HttpContext context)
    {
        if (answer["result"] is JsonObject result && result["uploadUrl"] is { } address)
            result["uploadUrl"] = settings.UploadBase is { } seen
                ? $"{seen}{address}" : $"{context.Request.Scheme}://{context.Request.Host}/{address}";
    }

    private sealed record Request(string Method, Parameters Parameters, Arrival Began);
}
