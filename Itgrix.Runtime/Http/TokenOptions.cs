using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>
/// A token or signature: where a request has it, whether it is right, and the answer when it is wrong.
/// </summary>
internal sealed class TokenOptions : AuthenticationSchemeOptions
{
    /// <summary>Programs send requests in parallel, each of which is an attempt until its token was verified.</summary>
    public const int AttemptsAtOnce = 30;

    /// <summary>Reads it from the request: from <c>Authorization: Bearer ...</c> by default.</summary>
    public Func<HttpContext, Task<string?>> Presented { get; set; } =
        context => Task.FromResult(AuthorizationHeader.Bearer(context));

    /// <summary>Whether it is right.</summary>
    public Func<HttpContext, string, bool> LetsIn { get; set; } = (_, _) => false;

    /// <summary>Limits wrong ones per address; <c>null</c> for no limit.</summary>
    public LoginThrottle? Attempts { get; set; }

    /// <summary>Answers a wrong or missing one from an address.</summary>
    public Func<HttpContext, IPAddress, IResult> Wrong { get; set; } = (_, _) => PlainAnswer.Forbidden;

    /// <summary>Answers after too many wrong ones, with the time to wait.</summary>
    public Func<TimeSpan, IResult> TooMany { get; set; } = delay => JsonAnswer.TooManyAttempts("tokens", delay);
}
