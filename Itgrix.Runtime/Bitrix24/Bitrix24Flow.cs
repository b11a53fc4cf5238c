using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Hooks.Json;
using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Bitrix24;

/// <summary>What Bitrix24 is told of a call.</summary>
internal sealed class Bitrix24Flow(HookRunner hooks, ICrmRequests requests, Action<StageReached, HookOutcome>? ran = null)
    : CallFlow(Crm.Bitrix24, hooks, ran)
{
    // Of a call that need_registration refuses at its end nobody says that it is over.
    private readonly RecentIds _registered = new(100_000);

    protected override Task RequestedAsync(HookedCall call, CancellationToken token) => RegisterOnceAsync(call, token);

    protected override Task AcceptedAsync(HookedCall call, CancellationToken token) => RegisterOnceAsync(call, token);

    protected override Task EndedAsync(HookedCall call, CancellationToken token) => Task.CompletedTask;

    protected override async Task CallEndedAsync(HookedCall call, CancellationToken token)
    {
        await RegisterOnceAsync(call, token);
        var recording = await call.RecordingAsync(token);
        await SendAsync(call, "process_final_params", "telephony.externalcall.finish", Finish(call), token);
        if (recording.Length > 0)
            await SendAsync(call, null, "telephony.externalCall.attachRecord", new() { ["FILENAME"] = Path.GetFileName(recording) }, token);
    }

    private async Task RegisterOnceAsync(HookedCall call, CancellationToken token)
    {
        lock (_registered)
        {
            if (!_registered.Add(call.Stage.CallId))
                return;
        }
        await SendAsync(call, "process_registration_params", "telephony.externalcall.register", Register(call), token);
        await call.RunAsync("post_registration", [], token);
    }

    // Cancelled by the hook: nothing is sent.
    private async Task SendAsync(HookedCall call, string? hook, string method, JsonObject fields, CancellationToken token)
    {
        var outcome = hook is null ? null : await call.RunAsync(hook, fields, token);
        if (outcome is not { Kind: OutcomeKind.Cancelled })
            await requests.SendAsync(new(call.Stage.CallId, method, outcome?.Data ?? fields), token);
    }

    private static JsonObject Register(HookedCall call) => new()
    {
        ["USER_PHONE_INNER"] = call.Conversation?.Employee.Best ?? "",
        ["PHONE_NUMBER"] = call.Call.Client.Best,
        ["CALL_START_DATE"] = CallTime.Write(call.Call.Channel.StartTime),
        ["LINE_NUMBER"] = call.Call.Channel.Trunk.Best,
        ["TYPE"] = call.Call.Channel.Type == CallType.Outgoing ? 1 : 2,
        ["CRM_CREATE"] = 1,
        ["SHOW"] = 0,
    };

    private static JsonObject Finish(HookedCall call) => new()
    {
        ["USER_PHONE_INNER"] = call.Conversation?.Employee.Best ?? "",
        ["DURATION"] = (int)(call.Call.WasAnswered ? call.Talked : call.Call.Channel.Duration).TotalSeconds,
        ["STATUS_CODE"] = $"{call.Call.Result}",
    };
}
