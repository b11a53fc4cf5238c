using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Itgrix.Runtime.Http;

/// <summary>Authenticates by login and password, over an encrypted connection only.</summary>
internal sealed class BasicHandler(IOptionsMonitor<BasicOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AccessHandler<BasicOptions>(options, logger, encoder)
{
    private static readonly JsonAnswer Busy =
        JsonAnswer.Error(StatusCodes.Status503ServiceUnavailable, "busy", "Too many log in at once: try again.")
            with { RetryAfter = TimeSpan.FromSeconds(5) };

    protected override async Task<IResult?> RefusalAsync()
    {
        if (Options.Password is not { } known)
            return Options.Closed ?? PlainAnswer.Forbidden as IResult;
        if (!ClientAddress.IsEncrypted(Context))
            return NotEncrypted("https");
        if (AuthorizationHeader.Basic(Context) is not var (name, password))
            return Wrong();
        return await LogInAsync(Options.Attempts, async () =>
        {
            var isRight = await known.VerifyAsync(name, password, Context.RequestAborted);
            return (isRight switch { true => null, false => Wrong(), null => Busy }, isRight == false);
        });
    }

    private JsonAnswer Wrong()
    {
        Response.Headers.WWWAuthenticate = "Basic realm=\"Itgrix\", charset=\"UTF-8\"";
        return JsonAnswer.Error(StatusCodes.Status401Unauthorized, "wrong_password", "Login or password is wrong.");
    }
}
