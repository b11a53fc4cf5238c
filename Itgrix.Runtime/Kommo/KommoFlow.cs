using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Kommo;

/// <summary>What Kommo is told of a call.</summary>
internal sealed class KommoFlow(HookRunner hooks, Action<StageReached, HookOutcome>? ran = null)
    : CallFlow(Crm.Kommo, hooks, ran)
{
    protected override Task RequestedAsync(HookedCall call, CancellationToken token) => Task.CompletedTask;

    protected override Task AcceptedAsync(HookedCall call, CancellationToken token) => Task.CompletedTask;

    protected override Task EndedAsync(HookedCall call, CancellationToken token) => Task.CompletedTask;

    protected override async Task CallEndedAsync(HookedCall call, CancellationToken token)
    {
        var link = await call.RecordingAsync(token);
        await call.SendAsync(new("call", "POST /api/v4/calls", "process_call_params", Registration(call, link)), token);
        await call.RegisteredAsync(token);
    }

    private static JsonObject Registration(HookedCall call, string link) => new()
    {
        ["direction"] = call.Call.Channel.Type == CallType.Outgoing ? "outbound" : "inbound",
        ["phone"] = call.Call.Client.Best,
        ["duration"] = (int)call.Talked.TotalSeconds,
        ["call_status"] = Status(call.Call.Result),
        ["call_result"] = "",
        ["link"] = link,
        ["source"] = "itgrix",
    };

    // The list of the CRM: 4 talked, 6 not answered, 7 busy, 5 wrong number, 3 not available.
    private static int Status(int result) => result switch
    {
        HangupCause.Answered => 4,
        HangupCause.Busy => 7,
        HangupCause.NotFound or HangupCause.Incomplete => 5,
        HangupCause.Unavailable or HangupCause.NoService => 3,
        _ => 6,
    };
}
