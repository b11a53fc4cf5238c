using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>The token of a request's header: <c>Authorization: Bearer ...</c>.</summary>
internal static class BearerToken
{
    /// <summary>The token; <c>null</c> when there is none.</summary>
    public static string? From(HttpContext context) =>
        AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
        && "Bearer".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase) ? header.Parameter : null;
}
