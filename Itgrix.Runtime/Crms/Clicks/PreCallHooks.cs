using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>
/// Runs the hooks that come before the first stage of a call, for past calls: the hook for a click on a number, and
/// the hook that chooses the extension for an incoming call.
/// </summary>
internal sealed class PreCallHooks(
    ICrmModule crm, HookRunner hooks, Action<CallStageEvent, HookOutcome> ran)
{
    private readonly HashSet<string> _seen = [];

    public async Task RunAsync(CallStageEvent stage, CancellationToken token)
    {
        if (!_seen.Add(stage.CallId))
            return;
        if (stage.IsOriginated)
            await RunAsync(HookName.ProcessOriginateParams, Originate(stage.Call), stage, token);
        else if (stage.Call.Channel.Type == CallType.Incoming && stage.Stage == CallStage.ConversationRequested)
            await RunAsync(HookName.CustomizeAutodistribution, Distribution(stage.Call), stage, token);
    }

    private async Task RunAsync(HookName name, JsonObject fields, CallStageEvent stage, CancellationToken token)
    {
        if (HookCatalog.Find(crm.Crm, name) is { } hook)
            ran(stage, await hooks.Run(hook, JsonBytes.From(fields), token));
    }

    // Reconstructed from the call that came of it.
    private static JsonObject Originate(CallFull call) => new()
    {
        ["caller_id"] = call.Channel.From.Best,
        ["channel"] = call.Channel.Name.LastIndexOf('-') is > 0 and var end
            ? call.Channel.Name[..end] : call.Channel.Name,
        ["context"] = "from-internal",
        ["extension"] = call.Channel.To.Best,
        ["priority"] = 1,
        ["request_data"] = new JsonObject(),
    };

    private JsonObject Distribution(CallFull call)
    {
        var fields = new JsonObject { ["number"] = "", ["name"] = "", ["from"] = call.Channel.From.Best };
        crm.AddRoutingFields(fields, new("", call.Channel.Trunk.Best, "", []), search: null);
        return fields;
    }
}
