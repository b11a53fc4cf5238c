using System.Text.Encodings.Web;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>
/// Authenticates a request of the widget by the one-time token that the CRM adds to it, where it can be verified; else
/// by login and password.
/// </summary>
internal sealed class WidgetHandler(IOptionsMonitor<WidgetAccess> options, ILoggerFactory logger, UrlEncoder encoder)
    : AccessHandler<WidgetAccess>(options, logger, encoder)
{
    private static readonly ILogger Log = AppLog.For("widget");

    protected override Task<IResult?> RefusalAsync() => Task.FromResult(Refusal());

    private IResult? Refusal()
    {
        if (!ClientAddress.IsEncrypted(Context))
            return JsonAnswer.Error(StatusCodes.Status403Forbidden, "not_encrypted",
                "The token would be sent in clear text: use https.");
        if (Options.Attempts.Take(Context) is { } delay)
            return JsonAnswer.TooManyAttempts("tokens", delay);
        var (token, problem) = Request.Headers[OneTimeToken.Header] is [{ Length: > 0 } text]
            ? OneTimeToken.Read(text, Options.Account, Options.Time.GetUtcNow())
            : (null, "There is none: upload the present widget to the account (./run.sh widget).");
        if (token is null)
        {
            WidgetLogMessages.Refused(
                Log, $"{ClientAddress.AddressOf(Context)}", $"Its one-time token is not accepted. {problem}");
            return JsonAnswer.Error(
                StatusCodes.Status401Unauthorized, "wrong_token", $"The CRM's token is not accepted. {problem}");
        }
        Options.Attempts.GiveBack(Context);
        Context.Features.Set(token);
        return null;
    }
}

/// <summary>How requests of the widget are authenticated.</summary>
internal sealed class WidgetAccess : AuthenticationSchemeOptions
{
    /// <summary>The account, with the integration's secret.</summary>
    public KommoOptions Account { get; set; } = null!;

    /// <summary>The clock of tokens.</summary>
    public TimeProvider Time { get; set; } = null!;

    /// <summary>The refused tokens by address.</summary>
    public LoginThrottle Attempts { get; set; } = null!;
}
