using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Cli;

/// <summary>Prints the events of a replay, one object per line; the shapes are an interface.</summary>
internal sealed class ReplayOutput(TextWriter output, Crm crm)
{
    public void Reached(CallStageEvent stage)
    {
        var line = JsonBytes.From(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("event", "stage");
            writer.WriteString("call", stage.CallId);
            writer.WriteString("conversation", stage.ConversationId);
            writer.WriteString("stage", CallInput.StageName(stage.Stage));
            writer.WritePropertyName("call_full");
            stage.Call.Write(writer);
            writer.WriteEndObject();
        });
        output.WriteLine(Encoding.UTF8.GetString(line.Span));
    }

    public void Ran(CallStageEvent stage, HookOutcome outcome)
    {
        var line = new JsonObject { ["event"] = "hook", ["call"] = stage.CallId };
        foreach (var (name, value) in HookCommand.ToObject(outcome))
            line[name] = value?.DeepClone();
        output.WriteLine(HookCommand.Text(line));
    }

    /// <summary>What a channel was taken for, and why.</summary>
    public void Explain(ChannelExplanation channel) => output.WriteLine(HookCommand.Text(new JsonObject
    {
        ["event"] = "channel",
        ["call"] = channel.Call,
        ["channel"] = channel.Channel,
        ["taken_for"] = channel.TakenFor,
        ["number"] = channel.Number,
        ["because"] = channel.Reason,
    }));

    /// <summary>A request and the CRM's answer.</summary>
    public void Sent(CallKey call, string method, JsonNode request, JsonNode? response)
    {
        // Methods of Bitrix24 are all called by POST, under their names.
        var (verb, path) = method.Split(' ') is [var named, var address] ? (named, address) : ("POST", method);
        output.WriteLine(HookCommand.Text(new JsonObject
        {
            ["event"] = "crm",
            ["call"] = call.CallId,
            ["crm"] = crm.Id,
            ["method"] = verb,
            ["path"] = path,
            ["request"] = request,
            ["response"] = response,
        }));
    }
}
