using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>What came of asking one CRM who calls.</summary>
/// <param name="Crm">Who was asked.</param>
/// <param name="Caller"><c>null</c> when nobody has the number, or there is no answer.</param>
/// <param name="Error">Why there is no answer; empty when there is one.</param>
internal sealed record CallerSearch(ICallerLookup Crm, KnownCaller? Caller, string Error)
{
    /// <summary>Asks, and gives up when the limit is reached: nobody waits longer for a phone to ring.</summary>
    public static async Task<CallerSearch> RunAsync(
        ICallerLookup crm, string number, TimeSpan within, CancellationToken limit)
    {
        try
        {
            return new(crm, await crm.FindAsync(number, limit), "");
        }
        catch (OperationCanceledException)
        {
            return new(crm, null, $"{crm.Crm} did not say within {within.TotalSeconds:0.##} s whose number it is.");
        }
        catch (CrmException error)
        {
            return new(crm, null, error.Message);
        }
        catch (Exception error)
        {
            RoutingLogMessages.Broke(crm.Crm, error);
            return new(crm, null, $"{crm.Crm} cannot be asked: the log has the details.");
        }
    }
}
