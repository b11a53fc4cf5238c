using Itgrix.Runtime.Platform.Configuration;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Lets in a program that shows a token (<c>Authorization: Bearer ...</c>), and whom else lets in.</summary>
/// <param name="token">The token; <c>null</c>: there is none.</param>
/// <param name="others">Who says so of the others.</param>
internal sealed class TokenAccess(Secret? token, IAccess others, TimeProvider time) : IAccess
{
    private readonly ThrottledToken _token = new(token, time);

    public async Task<JsonAnswer?> RefusalAsync(HttpContext context)
    {
        if (!_token.HasToken || BearerToken.From(context) is not { } shown)
            return await others.RefusalAsync(context);
        var address = ClientAddress.AddressOf(context);
        if (_token.LetsIn(address, shown, out var pause))
            return null;
        if (pause is { } wait)
            return JsonAnswer.TooManyAttempts("tokens", wait);
        HttpLogMessages.WrongPassword(context.Request.Path, address);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return JsonAnswer.Error(StatusCodes.Status401Unauthorized, "wrong_token", "The token is wrong.");
    }
}
