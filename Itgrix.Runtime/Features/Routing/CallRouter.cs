using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Features.Routing;

/// <summary>
/// Routes an incoming call to an extension: the CRMs are queried in parallel, the first that knows the caller
/// wins, then its hook decides. The answer is there in time, with whatever is known by then.
/// </summary>
/// <param name="callers">The CRMs.</param>
/// <param name="numbers">Converts the caller's number into the form that the CRMs are queried with.</param>
internal sealed class CallRouter(
    RoutingOptions options, IEnumerable<ICallerLookup> callers, HookRunner hooks, Func<NumberPlan> numbers,
    TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("distribution");

    // The rest is for the hooks, which run also when a CRM does not answer.
    private const double ShareOfCrms = 0.75;

    private readonly List<ICallerLookup> _callers = [.. callers.OrderBy(caller => caller.Crm != options.Crm)];
    private readonly RoutingHook _hook = new(hooks);

    /// <summary>The route; <see cref="RoutingSettings.None"/> leaves the decision to the dialplan.</summary>
    public async Task<RoutingSettings> AskAsync(RoutingRequest request, CancellationToken token)
    {
        using var deadline = new Deadline(options.Timeout, time, token);
        var from = numbers().Of(request.From);
        foreach (var search in await SearchAsync(from, token))
        {
            if (search.Error.Length > 0)
                RoutingLogMessages.NotAnswered(Log, request, search);
            var found = await _hook.RunAsync(search, request, from.Best, deadline);
            if (found.IsNone)
                continue;
            RoutingLogMessages.Distributed(Log, request, search, found, deadline.Elapsed);
            return found;
        }
        RoutingLogMessages.NotDistributed(Log, request, deadline.Elapsed);
        return RoutingSettings.None;
    }

    // Only the hook of the CRM that knows the caller; for an unknown caller all: each may have a hook for strangers.
    private async Task<IReadOnlyList<CallerSearch>> SearchAsync(PhoneNumber from, CancellationToken token)
    {
        var within = options.Timeout * ShareOfCrms;
        using var timeout = new CancellationTokenSource(within, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, token);
        var searches = _callers.Where(IsOfUse)
            .Select(crm => SearchAsync(crm, from, within, limit.Token)).ToList();
        try
        {
            foreach (var search in searches)
            {
                if (await search is { Caller: not null } known)
                    return [known];
            }
            return await Task.WhenAll(searches);
        }
        finally
        {
            await limit.CancelAsync();
            await Task.WhenAll(searches);
        }
    }

    // Employees who call in, and lines without a number, are not clients.
    private static Task<CallerSearch> SearchAsync(
        ICallerLookup crm, PhoneNumber from, TimeSpan within, CancellationToken limit) =>
        from.IsLocal || !NumberPlan.IsPhone(from.Best)
            ? Task.FromResult(new CallerSearch(crm, null, ""))
            : CallerSearch.RunAsync(crm, from.Best, within, limit);

    private bool IsOfUse(ICallerLookup crm) => crm.Distribution.IsOn || _hook.IsCustomized(crm.Crm);
}
