using Itgrix.Runtime.Outbox;
using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Crms;

/// <summary>Log messages about accounts as a whole.</summary>
internal static partial class AccountLogMessages
{
    [LoggerMessage(LogLevel.Information, "{Account} answers, with {Users} employees; calls are delivered to it")]
    public static partial void Answers(ILogger log, AccountId account, int users);

    [LoggerMessage(LogLevel.Warning,
        "{Account} is awaited: its calls are kept, and tried again with each call and at {Next:u}. {Reason}")]
    public static partial void Awaited(ILogger log, AccountId account, string reason, DateTimeOffset next);
}
