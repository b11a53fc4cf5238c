using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms;

/// <summary>
/// Runs customize_autodistribution: the input is what is known of the caller, the result is what the dialplan gets.
/// </summary>
internal sealed class RoutingHook(HookRunner hooks)
{
    private static readonly ILogger Log = AppLog.For("distribution");

    // The reserve of time at the hook's timeout: for stopping the hook and for sending the answer.
    private const double Reserve = 0.05;

    public bool IsCustomized(Crm crm) => HookOf(crm) is { } hook && hooks.IsCustomized(hook);

    /// <summary>Runs the hook; after a failure or a timeout the result of the search stays.</summary>
    public async Task<RoutingSettings> RunAsync(
        CallerSearch search, RoutingRequest request, string from, Deadline deadline)
    {
        var own = OwnFields(search);
        var data = await RunAsync(HookOf(search.Crm.Crm), Input(own, search, request, from), deadline) ?? own;

        // Fields that a hook leaves out keep their values.
        string Text(string name) => JsonValues.Text(data.ContainsKey(name) ? data[name] : own[name]) ?? "";
        return new(Number(Text("number"), request, search.Crm.Crm), DisplayName.From(Text("name")));
    }

    private async Task<JsonObject?> RunAsync(HookDefinition? hook, JsonObject input, Deadline deadline)
    {
        if (hook is null)
            return null;
        try
        {
            var max = deadline.Left * (1 - Reserve);
            // A running hook is stopped by its own timeout; one that waits, as for a worker, is abandoned.
            var outcome = await hooks.Run(hook, JsonBytes.From(input), max, deadline.Token).WaitAsync(deadline.Token);
            return outcome.Data;
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            RoutingLogMessages.HookTooLate(Log, hook.Id, deadline.Elapsed);
            return null;
        }
    }

    private static HookDefinition? HookOf(Crm crm) => HookCatalog.Find(crm, HookName.CustomizeAutodistribution);

    private static JsonObject OwnFields(CallerSearch search) => new()
    {
        ["number"] = search.Crm.Distribution.ToResponsible ? search.Caller?.Extension ?? "" : "",
        ["name"] = search.Crm.Distribution.ShowsName ? DisplayName.From(search.Caller?.Entity.Name ?? "") : "",
    };

    // As the vendor does: these fields exist only when they are not empty.
    private static JsonObject Input(JsonObject own, CallerSearch search, RoutingRequest request, string from)
    {
        var input = own.DeepClone().AsObject();
        if (from.Length > 0)
            input["from"] = from;
        CrmModules.Of(search.Crm.Crm).AddRoutingFields(input, request, search);
        if (search.Error.Length > 0)
            input["error"] = search.Error;
        return input;
    }

    private static string Number(string number, RoutingRequest request, Crm crm)
    {
        if (number.Length == 0 || DialValues.IsExtension(number))
            return number;
        if (DialValues.Dialled(number) is var dialled && DialValues.IsNumber(dialled))
            return dialled;
        RoutingLogMessages.NotDialled(Log, request, crm, number);
        return "";
    }
}
