using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Hooks.Json;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms;

/// <summary>The input of a hook for a call: its own fields, then the call.</summary>
internal static class CallInput
{
    public static ReadOnlyMemory<byte> Create(
    HookDefinition hook, JsonObject fields, CallStageEvent stage, CallFull call) =>
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
            call.Write(writer);
            if (hook.NamesStage)
                writer.WriteString("call_stage", StageName(stage.Stage));
            if (hook.Crm == Crm.Bitrix24)
                OldFields(writer, hook, stage, call);
            writer.WriteEndObject();
        });

    /// <summary>The stage under the vendor's name: <c>conversation_requested</c>.</summary>
    public static string StageName(CallStage stage) => JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.ToString());

    // Before version 3.13 of the original there was no call_full; files of that time read these fields.
    private static void OldFields(Utf8JsonWriter writer, HookDefinition hook, CallStageEvent stage, CallFull call)
    {
        writer.WriteStartObject("call");
        OldLine(writer, call.Channel);
        writer.WriteString("record", call.Record);
        writer.WriteNumber("result", call.Result);
        writer.WriteEndObject();
        if ((call.Conversations.GetValueOrDefault(stage.ConversationId) ?? call.LastConversation)
            is not { } conversation)
            return;
        writer.WriteStartObject("conversation");
        OldLine(writer, conversation.Channel);
        writer.WriteEndObject();
        // This hook had them beside the activity.
        if (hook.Name == HookName.CustomizeActivity.ToString())
            OldLine(writer, conversation.Channel);
    }

    private static void OldLine(Utf8JsonWriter writer, Channel line)
    {
        writer.WriteString("id", line.Id);
        writer.WriteNumber("type", line.Type switch { CallType.Outgoing => 1, CallType.Incoming => 2, _ => 0 });
        writer.WriteString("from", line.From.Best);
        writer.WriteString("to", line.To.Best);
        writer.WriteString("trunk", line.Trunk.Best);
        writer.WriteTime("start_time", line.StartTime);
        writer.WriteTime("answer_time", line.AnswerTime);
        writer.WriteTime("end_time", line.EndTime);
        writer.WriteBoolean("was_answered", line.WasAnswered);
    }
}
