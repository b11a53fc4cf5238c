using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Itgrix.Runtime.Http;

/// <summary>Reads a form from a request's body.</summary>
internal static class FormBody
{
    private const string Type = "application/x-www-form-urlencoded";

    public static bool IsForm(HttpContext context) =>
        Type.Equals(context.Request.ContentType?.Split(';')[0].Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>All fields in order; a name may occur several times.</summary>
    /// <exception cref="InvalidDataException">It has too many fields, or too long ones.</exception>
    public static async Task<IEnumerable<KeyValuePair<string, string>>> ReadAsync(HttpContext context)
    {
        // ASP.NET's own form reader closes the connection without an answer when the body takes too long.
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var form = new FormReader(Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length)))
        {
            ValueCountLimit = 200, KeyLengthLimit = 200, ValueLengthLimit = 4096,
        };
        return form.ReadForm().SelectMany(
            field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")));
    }
}
