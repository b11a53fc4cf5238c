using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Authorizes requests.</summary>
internal interface IAccess
{
    /// <summary>Why the request is denied; <c>null</c> when it is allowed.</summary>
    Task<JsonAnswer?> RefusalAsync(HttpContext context);
}
