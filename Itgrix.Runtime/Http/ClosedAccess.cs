using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Denies every request.</summary>
/// <param name="answer">Says what to configure.</param>
internal sealed class ClosedAccess(JsonAnswer answer) : IAccess
{
    public Task<JsonAnswer?> RefusalAsync(HttpContext context) => Task.FromResult<JsonAnswer?>(answer);
}
