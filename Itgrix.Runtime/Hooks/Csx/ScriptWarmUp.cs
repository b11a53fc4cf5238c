using System.Reflection;
using Itgrix.Hooks;
using Itgrix.Hooks.Shared;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// Runs the whole path of a call once in a new worker, so that the first call does not pay for it. No customer's
/// code runs here.
/// </summary>
internal static class ScriptWarmUp
{
    private static readonly byte[] Input = """
        {"phone": "1", "number": 1.5, "list": [true, null], "call_stage": "call_ended", "call_full": {"record": "",
        "channel": {"start_time": "2024-11-21 14:05:00", "state": "ended", "type": "incoming",
        "from": {"variants": ["1"]}},
        "conversations": {"1.1": {"channel": {}, "user": {"phones": ["1"]}}}, "entity": {"phones": [{}]}, "unknown": 1}}
        """u8.ToArray();

    public static void Run()
    {
        HookCall.Begin(new HookCall(Input, (_, _) => { }));
        Call().GetAwaiter().GetResult();
        // The optimizing compiler needs these after many calls; loaded now, a worker is complete from its start.
        foreach (var library in typeof(JsonDocument).Assembly.GetReferencedAssemblies())
            Assembly.Load(library);
    }

    private static Task<Reply> Call()
    {
        var input = HookCall.Current.Input<Fields>();
        _ = HookCall.Current.Params;
        _ = input.CallFull.Channel.Type.ToString() + input.Stage + input.Phone;
        var reply = Reply.Success(input);
        reply.ToJson();
        return Task.FromResult(reply);
    }

    private sealed class Fields : PhoneFields;
}
