using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms;

/// <summary>The input of a hook for a call: its own fields, then the call.</summary>
internal static class CallInput
{
    /// <param name="hook">The hook.</param>
    /// <param name="fields">Its own fields.</param>
    /// <param name="stage">The stage that was reached.</param>
    /// <param name="call">The call.</param>
    /// <param name="writeMore">Writes the fields that only this CRM's hooks get.</param>
    public static ReadOnlyMemory<byte> Create(
        HookDefinition hook, JsonObject fields, CallStageEvent stage, CallFull call,
        Action<Utf8JsonWriter> writeMore) =>
        JsonBytes.From(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                writer.WritePropertyName(name);
                if (value is null)
                    writer.WriteNullValue();
                else
                    value.WriteTo(writer);
            }
            writer.WritePropertyName("call_full");
            Handled(call, stage).Write(writer);
            if (hook.NamesStage)
                writer.WriteString("call_stage", StageName(stage.Stage));
            writeMore(writer);
            writer.WriteEndObject();
        });

    // An earlier stage handled the end of every conversation but that of this stage.
    private static CallFull Handled(CallFull call, CallStageEvent stage)
    {
        return !call.Conversations.Any(IsHandled) ? call : call with
        {
            Conversations = call.Conversations.ToDictionary(one => one.Key, one => !IsHandled(one) ? one.Value
                : one.Value with { Channel = one.Value.Channel with { State = ChannelState.Processed } }),
        };

        bool IsHandled(KeyValuePair<string, Conversation> one) =>
            one.Value.Channel.State == ChannelState.Ended && one.Key != stage.ConversationId;
    }

    /// <summary>The stage under the vendor's name: <c>conversation_requested</c>.</summary>
    public static string StageName(CallStage stage) => JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.ToString());
}
