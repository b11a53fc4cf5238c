using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>
/// The hooks that run before a call has any stage, for calls of the past: the one that an employee's click on a number
/// goes through, and the one that Asterisk asks whom to ring.
/// </summary>
internal sealed class PreCallHooks(Crm crm, HookRunner hooks, Action<CallStageEvent, HookOutcome> ran)
{
    private readonly HashSet<string> _seen = [];

    public async Task RunAsync(CallStageEvent stage, CancellationToken token)
    {
        if (!_seen.Add(stage.CallId))
            return;
        if (stage.IsOriginated)
            await RunAsync("process_originate_params", Originate(stage.Call), stage, token);
        else if (stage.Call.Channel.Type == CallType.Incoming && stage.Stage == CallStage.ConversationRequested)
            await RunAsync("customize_autodistribution", Distribution(stage.Call), stage, token);
    }

    private async Task RunAsync(string name, JsonObject fields, CallStageEvent stage, CancellationToken token)
    {
        var hook = HookCatalog.Find($"{crm.ToString().ToLowerInvariant()}/{name}")!;
        ran(stage, await hooks.Run(hook, JsonBytes.From(fields), token));
    }

    // As it must have been, from what became of it.
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
        var fields = new JsonObject
            { ["number"] = "", ["name"] = "", ["from"] = call.Channel.From.Best, ["entity"] = null };
        if (crm == Crm.Kommo)
            (fields["trunk"], fields["request_data"]) = (call.Channel.Trunk.Best, new JsonObject());
        else
            fields["user"] = null;
        return fields;
    }
}
