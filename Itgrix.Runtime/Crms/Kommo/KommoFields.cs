using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The fields of Kommo's requests, as its hooks are given them. All times are Unix times.</summary>
/// <param name="zone">The time zone of the Asterisk server.</param>
internal sealed class KommoFields(TimeZoneInfo zone)
{
    // What the original sends; who filters by it in Kommo goes on filtering.
    private const string Source = "itgrix_amo";

    private const int TaskIsCall = 1;

    /// <summary>A contact for a number that nobody has.</summary>
    public static JsonObject Contact(CallContext call, KommoAccountInfo facts, string tag, long responsible)
    {
        var contact = NamedContact(call, facts, tag);
        contact["responsible_user_id"] = responsible;
        return contact;
    }

    /// <summary>A lead of the contact or company.</summary>
    public static JsonObject Lead(CallContext call, KommoAccountInfo facts, KommoCallOptions options, long responsible)
    {
        var client = call.Call.Entity;
        var lead = NamedLead(call, facts, options);
        lead["_embedded"] = new JsonObject
        {
            [client?.Type == "company" ? "companies" : "contacts"] = client is null ? new JsonArray()
                : new JsonArray(new JsonObject { ["id"] = long.Parse(client.Id) }),
            ["tags"] = lead["tags"]!.DeepClone(),
        };
        lead.Remove("tags");
        lead["responsible_user_id"] = responsible;
        lead["status_id"] = options.Status ?? facts.Status;
        return lead;
    }

    /// <summary>A call from a number that nobody has, for somebody to accept or decline.</summary>
    public JsonObject Unsorted(CallContext call, KommoAccountInfo facts, KommoCallOptions options, string link)
    {
        var lead = NamedLead(call, facts, options);
        return new()
        {
            ["_embedded"] = new JsonObject
            {
                ["contacts"] = new JsonArray(NamedContact(call, facts, options.Tag)), ["leads"] = new JsonArray(lead),
            },
            ["created_at"] = Unix(call.Stage.Time),
            ["metadata"] = new JsonObject
            {
                ["called_at"] = Unix(call.Call.Channel.StartTime ?? call.Stage.Time),
                ["duration"] = Talked(call),
                ["from"] = call.Call.Channel.From.Best,
                ["is_call_event_needed"] = false,
                ["link"] = link,
                ["phone"] = call.Call.Channel.To.Best,
                ["service_code"] = Source,
                ["uniq"] = call.Stage.CallId,
            },
            ["pipeline_id"] = lead["pipeline_id"]?.DeepClone(),
            ["source_name"] = Source,
            ["source_uid"] = call.Stage.CallId,
        };
    }

    /// <summary>The call, which Kommo shows with whoever has the number.</summary>
    public JsonObject Call(CallContext call, long responsible, string link) => new()
    {
        ["call_result"] = KommoStatus.TextOf(call.Call.Result),
        ["call_status"] = KommoStatus.From(call.Call.Result),
        ["created_at"] = Unix(call.Call.Channel.StartTime ?? call.Stage.Time),
        ["created_by"] = responsible,
        ["direction"] = IsOutgoing(call) ? "outbound" : "inbound",
        ["duration"] = Talked(call),
        ["link"] = link,
        ["phone"] = call.Call.Client.Best,
        ["responsible_user_id"] = responsible,
        ["source"] = Source,
    };

    /// <summary>A task to call back.</summary>
    public JsonObject MissedTask(CallContext call, KommoCallOptions options, long responsible) => Task(call,
        options.TaskOnMissed.Deadline, options.TaskOnMissed.CreatedBy ?? options.DefaultUser, responsible,
        options.TaskOnMissed.TitleOf(call.Call.Client.Best, (call.Call.Deal ?? call.Call.Entity)?.Name ?? ""),
        call.Call.Deal ?? call.Call.Entity);

    /// <summary>A task to fill in a contact that the call made.</summary>
    public JsonObject NewContactTask(CallContext call, KommoCallOptions options, long responsible) => Task(call,
        options.TaskOnNewContact.Deadline, options.DefaultUser, responsible,
        options.TaskOnNewContact.TextOf(call.Call.Client.Best), call.Call.Entity);

    /// <summary>Opens the client's card, or offers to make one, on the user's screen.</summary>
    public static JsonObject Card(CallContext call, long user) => new()
    {
        ["type"] = "phone_call", ["phone_number"] = call.Call.Client.Best, ["users"] = new JsonArray(user),
    };

    public static JsonObject Update(long id, long responsible) =>
        new() { ["id"] = id, ["responsible_user_id"] = responsible };

    private JsonObject Task(
        CallContext call, TimeSpan deadline, long createdBy, long responsible, string text, Entity? entity)
    {
        var task = new JsonObject
        {
            ["complete_till"] = Unix(call.Stage.Time + deadline),
            ["created_by"] = createdBy,
            ["is_completed"] = false,
            ["responsible_user_id"] = responsible,
            ["task_type"] = TaskIsCall,
            ["text"] = text,
        };
        if (entity is not null)
        {
            task["entity_id"] = long.Parse(entity.Id);
            task["entity_type"] = entity.Type switch { "lead" => "leads", "company" => "companies", _ => "contacts" };
        }
        return task;
    }

    private static JsonObject NamedContact(CallContext call, KommoAccountInfo facts, string tag) => new()
    {
        ["custom_fields_values"] = new JsonArray(facts.PhoneField.With(call.Call.Client.Best)),
        ["name"] = $"Contact {call.Call.Client.Best}",
        ["tags"] = tag.Length > 0 ? new JsonArray(tag) : new JsonArray(),
    };

    private static JsonObject NamedLead(CallContext call, KommoAccountInfo facts, KommoCallOptions options) => new()
    {
        ["name"] = $"{call.Call.Client.Best} - {(IsMissed(call) ? "missed " : "")}"
            + $"{(IsOutgoing(call) ? "outgoing" : "incoming")}",
        ["pipeline_id"] = options.Pipeline ?? facts.Pipeline,
        ["tags"] = options.Tag.Length > 0 ? new JsonArray(new JsonObject { ["name"] = options.Tag }) : new JsonArray(),
    };

    private static bool IsOutgoing(CallContext call) => call.Call.Channel.Type == CallType.Outgoing;

    private static bool IsMissed(CallContext call) => call.Stage.Stage == CallStage.CallEnded && !call.Call.WasAnswered;

    // Of the last conversation: so it is with the original.
    private static int Talked(CallContext call) =>
        call.Conversation is { Channel: { WasAnswered: true } line } ? (int)line.TalkTime.TotalSeconds : 0;

    /// <summary>When the call began, by Kommo's clock.</summary>
    public long BeginOf(CallContext call) => Unix(call.Call.Channel.StartTime ?? call.Stage.Time);

    private long Unix(DateTime time) => new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUnixTimeSeconds();
}
