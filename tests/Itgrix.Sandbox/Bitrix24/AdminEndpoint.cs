using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary><c>/sandbox</c>: for the person or test that plays with the portal.</summary>
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
        app.MapPost("/sandbox/operating", async (HttpRequest request) =>
        {
            var order = await BodyAsync(request);
            sandbox.Spend(order.Text("method"), order.Number("seconds"));
        });
        app.MapPost("/sandbox/event", SendAsync);
    }

    private async Task<IResult> OrderAsync(HttpRequest request)
    {
        try
        {
            sandbox.Faults.Add((await request.ReadFromJsonAsync<PortalFault>(Json))!);
            return Results.Ok();
        }
        catch (JsonException error)
        {
            var kinds = string.Join(", ", Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
            return Results.BadRequest($"{error.Message} Give {{\"kind\": one of {kinds}, \"methods\": [], \"probability\": 1, "
                + "\"seed\": 1, \"times\": null, \"seconds\": null, \"delay_ms\": 1000}.\n");
        }
    }

    private async Task<IResult> SendAsync(HttpRequest request)
    {
        var order = await BodyAsync(request);
        if (order.Text("event") is not ("ONEXTERNALCALLSTART" or "ONEXTERNALCALLBACKSTART")
            || !Uri.TryCreate(order.Text("handler"), UriKind.Absolute, out var handler))
            return Results.BadRequest("Give {\"event\": \"ONEXTERNALCALLSTART\" or \"ONEXTERNALCALLBACKSTART\", \"handler\": "
                + "an address, \"data\": {...}}.\n");
        try
        {
            var sent = await sandbox.SendEventAsync(
                order.Text("event"), handler, order.Object("data").Json, request.HttpContext.RequestAborted);
            return Results.Content(sent.ToJsonString(), "application/json");
        }
        catch (HttpRequestException error)
        {
            return Results.BadRequest($"{handler} cannot be told: {error.Message}\n");
        }
        catch (RestException error)
        {
            return Results.BadRequest($"{error.Description}\n");
        }
    }

    private static async Task<Parameters> BodyAsync(HttpRequest request) =>
        new(await request.ReadFromJsonAsync<JsonObject>() ?? []);
}
