using Itgrix.Runtime.Crms.RateLimits;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Learns the remaining limits from the answers of Bitrix24.</summary>
internal sealed class Bitrix24Limits(PacedQueue queue, OperatingBudget budget)
{
    private static readonly ILogger Log = AppLog.For("bitrix24");

    public void Answered(string method, Bitrix24Time? spent) => budget.Used(method, spent);

    /// <summary>The earliest time at which a retry can succeed; <c>null</c> when it is not known.</summary>
    public DateTimeOffset? Refused(string method, string portal, Bitrix24Error error, Bitrix24Time? spent)
    {
        if (Bitrix24Refusals.IsOperating(error.Code))
            return budget.Refused(method, spent);
        if (!Bitrix24Refusals.IsRate(error))
            return null;
        Bitrix24LogMessages.Full(Log, portal);
        return queue.Refused().RetryAt;
    }
}
