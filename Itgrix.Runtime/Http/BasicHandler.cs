using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Itgrix.Runtime.Http;

/// <summary>Authenticates by login and password, over an encrypted connection only.</summary>
internal sealed class BasicHandler(IOptionsMonitor<BasicOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AccessHandler<BasicOptions>(options, logger, encoder)
{
    private static readonly ILogger Log = AppLog.For("http");

    protected override async Task<IResult?> RefusalAsync()
    {
        if (Options.Password is not { } known)
            return Options.Closed ?? PlainAnswer.Forbidden as IResult;
        if (!ClientAddress.IsEncrypted(Context))
            return JsonAnswer.Error(StatusCodes.Status403Forbidden, "not_encrypted",
                "The password would be sent in clear text: use https.");
        if (AuthorizationHeader.Basic(Context) is not var (name, password))
            return Wrong();
        if (Options.Attempts.Take(Context) is { } delay)
            return JsonAnswer.TooManyAttempts("passwords", delay);
        var isRight = await known.VerifyAsync(name, password, Context.RequestAborted);
        if (isRight == false)
        {
            HttpLogMessages.WrongPassword(Log, Request.Path, ClientAddress.AddressOf(Context));
            return Wrong();
        }
        Options.Attempts.GiveBack(Context);
        return isRight == true ? null
            : JsonAnswer.Error(StatusCodes.Status503ServiceUnavailable, "busy", "Too many log in at once: try again.")
                with { RetryAfter = TimeSpan.FromSeconds(5) };
    }

    private JsonAnswer Wrong()
    {
        Response.Headers.WWWAuthenticate = "Basic realm=\"Itgrix\", charset=\"UTF-8\"";
        return JsonAnswer.Error(StatusCodes.Status401Unauthorized, "wrong_password", "Login or password is wrong.");
    }
}
