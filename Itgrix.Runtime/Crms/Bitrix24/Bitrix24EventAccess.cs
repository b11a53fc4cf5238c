using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Authenticates events by the portal's application token, which is in their form.</summary>
/// <param name="expected">The right token; <c>null</c> while there is none.</param>
/// <param name="time">The clock.</param>
internal sealed class Bitrix24EventAccess(Func<CancellationToken, Task<Secret?>> expected, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("click");

    public const string Policy = "bitrix24 event";

    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _loggedAt = DateTimeOffset.MinValue;
    private long _unlogged;

    /// <summary>Whether that is the right token.</summary>
    public static bool IsRight(Secret? right, string presented) =>
        right is { } token && token.Reveal().Length > 0 && ConstantTime.Same(presented, token.Reveal());

    public void AddTo(AuthenticationBuilder access) => access.AddToken(Policy, null, null, options =>
    {
        options.Presented = ReadAsync;
        options.LetsIn = (context, presented) => IsRight(Expected(context), presented);
        options.Wrong = (context, address) =>
        {
            if (!FormBody.IsForm(context))
                return new PlainAnswer(StatusCodes.Status415UnsupportedMediaType);
            LogRefusal(Expected(context), $"{address}");
            return PlainAnswer.Forbidden;
        };
    });

    private static Secret? Expected(HttpContext context) => context.Items[typeof(Bitrix24EventAccess)] as Secret;

    private async Task<string?> ReadAsync(HttpContext context)
    {
        if (!FormBody.IsForm(context) || Bitrix24Event.Read(await FormBody.ReadAsync(context)).Event is not { } asked)
            return null;
        context.Items[typeof(Bitrix24EventAccess)] = await expected(context.RequestAborted);
        context.Features.Set(asked with { From = $"{ClientAddress.AddressOf(context)}" });
        return asked.Token;
    }

    // Anybody can send events: they must not fill the log.
    private void LogRefusal(Secret? token, string address)
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
