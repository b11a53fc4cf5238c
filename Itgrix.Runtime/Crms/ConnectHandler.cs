using System.Text.Encodings.Web;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Itgrix.Runtime.Crms;

/// <summary>
/// Judges requests by which a CRM connects its account. Anybody can send one: what it brings is verified with the CRM
/// itself, and failed attempts are limited for each address.
/// </summary>
internal sealed class ConnectHandler(IOptionsMonitor<ConnectAccess> options, ILoggerFactory logger, UrlEncoder encoder)
    : AccessHandler<ConnectAccess>(options, logger, encoder)
{
    protected override async Task<IResult?> RefusalAsync()
    {
        if (HttpMethods.IsPost(Request.Method) && !FormBody.IsForm(Context))
            return new PlainAnswer(StatusCodes.Status415UnsupportedMediaType);
        if (Options.Attempts.Take(Context) is { } delay)
        {
            Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return new ConnectPage(StatusCodes.Status429TooManyRequests, "Not connected",
                "Too many attempts failed: wait, then try again.");
        }
        // The CRM is asked several times, and what a request brings is good only once.
        RequestGuard.MayTakeLong(Context);
        var page = await Options.AcceptAsync(Context);
        if (page.Status != StatusCodes.Status200OK)
            return page;
        Options.Attempts.GiveBack(Context);
        Context.Features.Set(page);
        return null;
    }
}

/// <summary>How requests that connect an account are judged.</summary>
internal sealed class ConnectAccess : AuthenticationSchemeOptions
{
    /// <summary>Accepts the account, and answers with a page.</summary>
    public Func<HttpContext, Task<ConnectPage>> AcceptAsync { get; set; } = null!;

    /// <summary>The failed attempts by address.</summary>
    public LoginThrottle Attempts { get; set; } = null!;
}
