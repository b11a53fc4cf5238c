using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Reads the parameters of a request, wherever they are: address, form or JSON.</summary>
internal static class RequestReader
{
    public static async Task<Parameters> ReadAsync(HttpRequest request)
    {
        var json = PhpForm.Read(request.QueryString.Value?.TrimStart('?') ?? "");
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        var fromBody = request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true
            ? Json(body)
            : PhpForm.Read(body);
        foreach (var (name, value) in fromBody)
            json[name] = value?.DeepClone();
        return new(json);
    }

    public static string? TokenOf(HttpRequest request, Parameters parameters) =>
        request.Headers.Authorization.ToString() is { Length: > 7 } header
            && header.StartsWith("Bearer ", StringComparison.Ordinal)
            ? header[7..]
            : parameters.Text("auth");

    private static JsonObject Json(string body)
    {
        try
        {
            return body.Length > 0 && JsonNode.Parse(body) is JsonObject json ? json : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
