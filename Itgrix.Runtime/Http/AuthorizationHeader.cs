using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Credentials in a request's header <c>Authorization</c>.</summary>
internal static class AuthorizationHeader
{
    /// <summary>The token of <c>Bearer</c>; <c>null</c> when there is none.</summary>
    public static string? Bearer(HttpContext context) => Parameter(context, "Bearer");

    /// <summary>Login and password of <c>Basic</c>; <c>null</c> when there are none.</summary>
    public static (string Login, string Password)? Basic(HttpContext context)
    {
        var parameter = Parameter(context, "Basic") ?? "";
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }

    private static string? Parameter(HttpContext context, string scheme) =>
        AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
        && scheme.Equals(header.Scheme, StringComparison.OrdinalIgnoreCase) ? header.Parameter : null;
}
