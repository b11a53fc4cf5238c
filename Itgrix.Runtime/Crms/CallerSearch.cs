using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>The result of asking one CRM for a caller.</summary>
/// <param name="Crm">The CRM that was asked.</param>
/// <param name="Caller"><c>null</c> when no client has the number, or there is no answer.</param>
/// <param name="Error">Why there is no answer; empty when there is one.</param>
internal sealed record CallerSearch(ICallerLookup Crm, KnownCaller? Caller, string Error)
{
    private static readonly ILogger Log = AppLog.For("distribution");

    /// <summary>Searches within a timeout: the phone rings only after the search.</summary>
    public static async Task<CallerSearch> RunAsync(
        ICallerLookup crm, string number, TimeSpan within, CancellationToken limit)
    {
        try
        {
            return new(crm, await crm.FindAsync(number, limit), "");
        }
        catch (OperationCanceledException)
        {
            return new(crm, null, $"{crm.Crm} did not answer within {within.TotalSeconds:0.##} s.");
        }
        catch (CrmException error)
        {
            return new(crm, null, error.Message);
        }
        catch (Exception error)
        {
            RoutingLogMessages.Broke(Log, crm.Crm, error);
            return new(crm, null, $"{crm.Crm} cannot be asked: the log has the details.");
        }
    }
}
