using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Says who is let in.</summary>
internal interface IAccess
{
    /// <summary>Why the request is not let in; <c>null</c> when it is.</summary>
    Task<JsonAnswer?> RefusalAsync(HttpContext context);
}
