using Itgrix.Runtime.Platform.Json;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Reads the JSON body of a request.</summary>
internal static class JsonBody
{
    private const string Type = "application/json";

    /// <summary>The body, an object with valid Unicode in all its strings; or the error answer.</summary>
    public static async Task<(JsonElement? Body, JsonAnswer? Problem)> ReadAsync(HttpContext context)
    {
        var type = context.Request.ContentType?.Split(';')[0].Trim();
        if (!Type.Equals(type, StringComparison.OrdinalIgnoreCase))
            return (null, JsonAnswer.Error(StatusCodes.Status415UnsupportedMediaType, "not_json", $"Send {Type}."));
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            context.Response.Headers.Connection = "close";
            return (null, JsonAnswer.Error(error.StatusCode, "too_large", "The body is too large."));
        }
        return SafeJson.Object(body.GetBuffer().AsMemory(0, (int)body.Length)) is { } json
            ? (json, null)
            : (null, JsonAnswer.Error(StatusCodes.Status400BadRequest, "not_json", "The body is not a JSON object."));
    }
}
