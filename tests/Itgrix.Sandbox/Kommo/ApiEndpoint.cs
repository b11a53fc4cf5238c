using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Sandbox.Kommo;

/// <summary>The account's interface over HTTP.</summary>
internal sealed class ApiEndpoint(Account account, RequestLog log, KommoFaults faults)
{
    private int _hung;

    /// <summary>Number of hanging requests so far.</summary>
    public int Hung => Volatile.Read(ref _hung);

    public async Task ServeAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!;
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var body = Parsed(text);
        var fault = faults.Of(request.Method, path, text);
        if (fault?.Kind == KommoFaultKind.Hang)
        {
            Interlocked.Increment(ref _hung);
            await fault.DelayAsync(context.RequestAborted);
        }
        var authorization = request.Headers.Authorization.ToString();
        var answer = account.Serve(
            Call(request, path, body), path.StartsWith(TokenServer.Path, StringComparison.Ordinal),
            authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? authorization[7..] : null,
            $"{authorization} {text}", fault,
            served => log.Add(request.Method, path + request.QueryString, body, served.Status, served.IsDone,
                fault?.Kind.ToString(), served.Json));
        if (fault?.Kind == KommoFaultKind.Slow)
            await fault.DelayAsync(context.RequestAborted);
        await WriteAsync(context, answer);
    }

    private static ApiCall Call(HttpRequest request, string path, JsonNode? body)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return new(request.Method, $"{request.Scheme}://{request.Host}",
            parts is ["api", "v4", .. var rest] ? rest : parts[1..],
            request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()), body);
    }

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(HttpContext context, ServedAnswer answer)
    {
        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = answer.Status;
        if (answer.Location is not null)
            context.Response.Headers.Location = answer.Location;
        if (answer.Page is { } page)
        {
            context.Response.ContentType = page.StartsWith('<') ? "text/html" : "application/hal+json";
            await context.Response.WriteAsync(page, context.RequestAborted);
        }
        else if (answer.Json is { } json)
        {
            context.Response.ContentType = answer.Status < 400 ? "application/hal+json" : "application/problem+json";
            await context.Response.WriteAsync(json.ToJsonString(), context.RequestAborted);
        }
    }
}
