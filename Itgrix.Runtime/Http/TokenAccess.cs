using Itgrix.Runtime.Platform.Configuration;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Authorizes by a token (<c>Authorization: Bearer ...</c>), or else by another way.</summary>
/// <param name="token">The token; <c>null</c>: none is configured.</param>
/// <param name="others">Authorizes requests without a token.</param>
internal sealed class TokenAccess(Secret? token, IAccess others, TimeProvider time) : IAccess
{
    private readonly ThrottledToken _token = new(token, time);

    public async Task<JsonAnswer?> RefusalAsync(HttpContext context)
    {
        if (!_token.HasToken || BearerToken.From(context) is not { } presented)
            return await others.RefusalAsync(context);
        var address = ClientAddress.AddressOf(context);
        if (_token.LetsIn(address, presented, out var delay))
            return null;
        if (delay is { } wait)
            return JsonAnswer.TooManyAttempts("tokens", wait);
        HttpLogMessages.WrongPassword(context.Request.Path, address);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return JsonAnswer.Error(StatusCodes.Status401Unauthorized, "wrong_token", "The token is wrong.");
    }
}
