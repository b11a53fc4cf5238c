using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Sandbox.Kommo;

/// <summary><c>/sandbox</c>: controls of the simulator for a person or a test.</summary>
internal sealed class AdminEndpoint(KommoSandbox sandbox)
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
        app.MapGet("/sandbox", () => Results.Content(AccountPage.Render(sandbox), "text/html; charset=utf-8"));
        app.MapGet("/sandbox/requests", () => Results.Text(
            string.Concat(sandbox.Requests.Select(request => request.ToJson() + "\n")), "application/x-ndjson"));
        app.MapGet("/sandbox/tables/{**name}",
            (string name) => Results.Content(sandbox.Table(name).ToJsonString(), "application/json"));
        app.MapGet("/sandbox/counters", () => Results.Json(sandbox.Counters, Json));
        app.MapGet("/sandbox/faults", () => Results.Json(sandbox.Faults.All, Json));
        app.MapPost("/sandbox/faults", OrderAsync);
        app.MapDelete("/sandbox/faults", () => sandbox.Faults.Clear());
        app.MapPost("/sandbox/code", () => Results.Text(sandbox.NewCode()));
        app.MapPost("/sandbox/expire", () => sandbox.ExpireTokens());
        app.MapPost("/sandbox/revoke", () => sandbox.RevokeTokens());
        app.MapPost("/sandbox/unblock", () => sandbox.Unblock());
    }

    private async Task<IResult> OrderAsync(HttpRequest request)
    {
        try
        {
            // Whatever its content type: curl sends that of a form.
            var fault = await JsonSerializer.DeserializeAsync<KommoFault>(
                request.Body, Json, request.HttpContext.RequestAborted);
            sandbox.Faults.Add(fault ?? throw new JsonException("There is nothing in it."));
            return Results.Ok();
        }
        catch (JsonException error)
        {
            var kinds = string.Join(", ",
                Enum.GetNames<KommoFaultKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
            return Results.BadRequest(
                $"{error.Message} Give {{\"kind\": one of {kinds}, \"paths\": [], \"method\": null, "
                + "\"probability\": 1, "
                + "\"seed\": 1, \"times\": null, \"seconds\": null, \"delay_ms\": 1000}.\n");
        }
    }
}
