using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Itgrix.Runtime.Http;

/// <summary>Denies every request: the scheme of routes without a policy.</summary>
internal sealed class DeniedHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AccessHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "denied";

    protected override Task<IResult?> RefusalAsync() => Task.FromResult<IResult?>(PlainAnswer.Forbidden);
}
