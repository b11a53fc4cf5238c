using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Authenticates events by the portal's application token, which is in their form.</summary>
internal sealed class Bitrix24EventAccess(Secret? token, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("click");

    public const string Policy = "bitrix24 event";

    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _loggedAt = DateTimeOffset.MinValue;
    private long _unlogged;

    public void AddTo(AuthenticationBuilder access) => access.AddToken(Policy, token, null, options =>
    {
        options.Presented = ReadAsync;
        options.Wrong = (context, address) =>
        {
            if (!FormBody.IsForm(context))
                return new PlainAnswer(StatusCodes.Status415UnsupportedMediaType);
            LogRefusal($"{address}");
            return PlainAnswer.Forbidden;
        };
    });

    private static async Task<string?> ReadAsync(HttpContext context)
    {
        if (!FormBody.IsForm(context) || Bitrix24Event.Read(await FormBody.ReadAsync(context)).Event is not { } asked)
            return null;
        context.Features.Set(asked with { From = $"{ClientAddress.AddressOf(context)}" });
        return asked.Token;
    }

    // Anybody can send events: they must not fill the log.
    private void LogRefusal(string address)
    {
        long others;
        lock (_lock)
        {
            if (time.GetUtcNow() - _loggedAt < LogInterval)
            {
                _unlogged++;
                return;
            }
            (_loggedAt, others, _unlogged) = (time.GetUtcNow(), _unlogged, 0);
        }
        if (token?.Reveal() is { Length: > 0 })
            Bitrix24EventLogMessages.Forged(Log, address, others);
        else
            Bitrix24EventLogMessages.NoToken(Log);
    }
}
