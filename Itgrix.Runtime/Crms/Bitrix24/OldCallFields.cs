using Itgrix.Hooks;
using Itgrix.Hooks.Bitrix24;
using Itgrix.Hooks.Calls;
using Itgrix.Hooks.Json;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// The fields of a call that hooks got before version 3.13 of the original, which had no call_full; files of that time
/// read them.
/// </summary>
internal static class OldCallFields
{
    public static void Write(Utf8JsonWriter writer, HookDefinition hook, CallStageEvent stage, CallFull call)
    {
        writer.WriteStartObject("call");
        WriteLine(writer, call.Channel);
        writer.WriteString("record", call.Record);
        writer.WriteNumber("result", call.Result);
        writer.WriteEndObject();
        if ((call.Conversations.GetValueOrDefault(stage.ConversationId) ?? call.LastConversation)
            is not { } conversation)
            return;
        writer.WriteStartObject("conversation");
        WriteLine(writer, conversation.Channel);
        writer.WriteEndObject();
        // This hook had them beside the activity.
        if (hook.Name == Bitrix24Hooks.CustomizeActivity.Text)
            WriteLine(writer, conversation.Channel);
    }

    private static void WriteLine(Utf8JsonWriter writer, Channel line)
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
