using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Itgrix.Runtime.Http;

/// <summary>Authenticates clients, and answers a refused request with the reason.</summary>
internal abstract class AccessHandler<TOptions>(
    IOptionsMonitor<TOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<TOptions>(options, logger, encoder) where TOptions : AuthenticationSchemeOptions, new()
{
    private IResult _refusal = PlainAnswer.Forbidden;

    /// <summary>The answer to a refused request; <c>null</c> when it is allowed.</summary>
    protected abstract Task<IResult?> RefusalAsync();

    protected sealed override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await RefusalAsync() is not { } refusal)
            return AuthenticateResult.Success(new(new(new ClaimsIdentity(Scheme.Name)), Scheme.Name));
        _refusal = refusal;
        return AuthenticateResult.NoResult();
    }

    protected sealed override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        _refusal.ExecuteAsync(Context);

    protected sealed override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        PlainAnswer.Forbidden.ExecuteAsync(Context);
}
