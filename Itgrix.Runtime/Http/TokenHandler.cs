using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Itgrix.Runtime.Http;

/// <summary>Authenticates programs by a token or signature.</summary>
internal sealed class TokenHandler(IOptionsMonitor<TokenOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AccessHandler<TokenOptions>(options, logger, encoder)
{
    protected override async Task<IResult?> RefusalAsync()
    {
        var presented = await Options.Presented(Context) ?? "";
        if (Options.Attempts?.Take(Context) is { } delay)
            return Options.TooMany(delay);
        if (!Options.LetsIn(Context, presented))
            return Options.Wrong(Context, ClientAddress.AddressOf(Context));
        Options.Attempts?.GiveBack(Context);
        return null;
    }
}
