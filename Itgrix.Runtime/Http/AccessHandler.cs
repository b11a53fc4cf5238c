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
    private static readonly ILogger Log = AppLog.For("http");

    private IResult _refusal = PlainAnswer.Forbidden;

    /// <summary>The answer to a password that would be sent in clear text.</summary>
    protected static JsonAnswer NotEncrypted(string remedy) => JsonAnswer.Error(StatusCodes.Status403Forbidden,
        "not_encrypted", $"The password would be sent in clear text: use {remedy}.");

    /// <summary>The answer to a refused request; <c>null</c> when it is allowed.</summary>
    protected abstract Task<IResult?> RefusalAsync();

    /// <summary>Verifies a password; wrong ones are logged, and limited for each address.</summary>
    /// <param name="attempts">The wrong ones so far.</param>
    /// <param name="verify">The refusal, if any, and whether the password is wrong.</param>
    protected async Task<IResult?> LogInAsync(
        LoginThrottle attempts, Func<Task<(IResult? Refusal, bool IsWrong)>> verify)
    {
        if (attempts.Take(Context) is { } delay)
            return JsonAnswer.TooManyAttempts("passwords", delay);
        var (refusal, isWrong) = await verify();
        if (isWrong)
            HttpLogMessages.WrongPassword(Log, Request.Path, ClientAddress.AddressOf(Context));
        else
            attempts.GiveBack(Context);
        return refusal;
    }

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
