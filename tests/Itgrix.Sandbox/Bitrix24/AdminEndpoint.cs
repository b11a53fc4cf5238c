using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary><c>/sandbox</c>: controls of the simulator for a person or a test.</summary>
internal sealed class AdminEndpoint(Bitrix24Sandbox sandbox)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public void AddTo(WebApplication app)
    {
        app.MapGet("/", () => Results.Redirect("/sandbox"));
        app.MapGet("/sandbox", () => Results.Content(PortalPage.Render(sandbox), "text/html; charset=utf-8"));
        app.MapGet("/sandbox/requests", () => Results.Text(
            string.Concat(sandbox.Requests.Select(request => request.ToJson() + "\n")), "application/x-ndjson"));
        app.MapGet("/sandbox/tables/{name}",
            (string name) => Results.Content(sandbox.Table(name).ToJsonString(), "application/json"));
        app.MapGet("/sandbox/faults", () => Results.Json(sandbox.Faults.All, Json));
        app.MapPost("/sandbox/faults", OrderAsync);
        app.MapDelete("/sandbox/faults", () => sandbox.Faults.Clear());
        app.MapPost("/sandbox/operating", SpendAsync);
        app.MapPost("/sandbox/event", SendAsync);
        app.MapPost("/sandbox/install", InstallAsync);
        app.MapPost("/sandbox/finish", async (HttpContext context) =>
            await sandbox.FinishInstallationAsync(1, context.RequestAborted));
        app.MapPost("/sandbox/uninstall", async (HttpContext context) =>
            await sandbox.RemoveApplicationAsync(context.RequestAborted));
    }

    private async Task<IResult> OrderAsync(HttpRequest request)
    {
        try
        {
            sandbox.Faults.Add((await request.ReadFromJsonAsync<PortalFault>(Json))!);
            return Results.Ok();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            var kinds = string.Join(
                ", ", Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
            return Wrong($"{error.Message} Give {{\"kind\": one of {kinds}, \"methods\": [], \"probability\": 1, "
                + "\"seed\": 1, \"times\": null, \"seconds\": null, \"delay_ms\": 1000}.\n");
        }
    }

    private async Task<IResult> SpendAsync(HttpRequest request)
    {
        if (await BodyAsync(request) is not { } order || order.Text("method").Length == 0)
            return Wrong("Give {\"method\": \"crm.lead.list\", \"seconds\": 481}.\n");
        sandbox.Spend(order.Text("method"), order.Number("seconds"));
        return Results.Ok();
    }

    private async Task<IResult> SendAsync(HttpRequest request)
    {
        var order = await BodyAsync(request) ?? new([]);
        if (order.Text("event") is not ("ONEXTERNALCALLSTART" or "ONEXTERNALCALLBACKSTART")
            || !Uri.TryCreate(order.Text("handler"), UriKind.Absolute, out var handler))
            return Wrong("Give {\"event\": \"ONEXTERNALCALLSTART\" or \"ONEXTERNALCALLBACKSTART\", \"handler\": "
                + "an address, \"data\": {...}}.\n");
        try
        {
            var sent = await sandbox.SendEventAsync(
                order.Text("event"), handler, order.Object("data").Json, request.HttpContext.RequestAborted);
            return Results.Content(sent.ToJsonString(), "application/json");
        }
        catch (HttpRequestException error)
        {
            return Wrong($"{handler} cannot be notified: {error.Message}\n");
        }
        catch (RestException error)
        {
            return Wrong($"{error.Description}\n");
        }
    }

    private async Task<IResult> InstallAsync(HttpRequest request)
    {
        var order = await BodyAsync(request) ?? new([]);
        if (!Uri.TryCreate(order.Text("handler"), UriKind.Absolute, out var handler))
            return Wrong("Give {\"handler\": an address, \"interface\": true, \"user\": 1}.\n");
        var (user, stop) = (order.Number("user", 1), request.HttpContext.RequestAborted);
        try
        {
            using var answer = order.Flag("interface", true)
                ? await sandbox.OpenApplicationAsync(handler, user, stop)
                : await sandbox.AddApplicationAsync(handler, user, stop);
            return Results.Content(await answer.Content.ReadAsStringAsync(stop), "text/html; charset=utf-8",
                null, (int)answer.StatusCode);
        }
        catch (HttpRequestException error)
        {
            return Wrong($"{handler} cannot be reached: {error.Message}\n");
        }
    }

    private static IResult Wrong(string text) => Results.Text(text, statusCode: StatusCodes.Status400BadRequest);

    private static async Task<Parameters?> BodyAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFromJsonAsync<JsonObject>() is { } json ? new(json) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
