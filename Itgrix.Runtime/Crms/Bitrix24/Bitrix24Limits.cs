
namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Learns from what Bitrix24 answers how much it still takes.</summary>
internal sealed class Bitrix24Limits(LeakyBucketLimiter limiter, OperatingBudget budget)
{
    public void Answered(string method, Bitrix24Time? spent) => budget.Used(method, spent);

    /// <summary>When it is worth trying again; <c>null</c> when nobody said.</summary>
    public DateTimeOffset? Refused(string method, string portal, Bitrix24Error error, Bitrix24Time? spent)
    {
        if (error.IsOperating)
            return budget.Refused(method, spent);
        if (!error.IsRate)
            return null;
        Bitrix24LogMessages.Full(portal);
        return limiter.Refused();
    }
}
