using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Makes the fields of Kommo's requests, as its hooks get them. All times are Unix times.</summary>
/// <param name="zone">The time zone of the Asterisk server.</param>
internal sealed class KommoFields(TimeZoneInfo zone)
{
    // The original's value, so that filters in Kommo keep working.
    private const string Source = "itgrix_amo";

    private const int TaskIsCall = 1;

    /// <summary>A contact for an unknown number.</summary>
    public static JsonObject Contact(CallContext context, KommoAccountInfo facts, string tag, long responsible)
    {
        var contact = NamedContact(context, facts, tag);
        contact["responsible_user_id"] = responsible;
        return contact;
    }

    /// <summary>A lead of the contact or company.</summary>
    public static JsonObject Lead(
        CallContext context, KommoAccountInfo facts, KommoCallOptions options, long responsible)
    {
        var client = context.Call.Entity;
        var lead = NamedLead(context, facts, options);
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

    /// <summary>An incoming lead for a call from an unknown number, which a user accepts or declines.</summary>
    public JsonObject Unsorted(CallContext context, KommoAccountInfo facts, KommoCallOptions options, string link)
    {
        var lead = NamedLead(context, facts, options);
        return new()
        {
            ["_embedded"] = new JsonObject
            {
                ["contacts"] = new JsonArray(NamedContact(context, facts, options.Tag)),
                ["leads"] = new JsonArray(lead),
            },
            ["created_at"] = Unix(context.Stage.Time),
            ["metadata"] = new JsonObject
            {
                ["called_at"] = Unix(context.Call.Channel.StartTime ?? context.Stage.Time),
                ["duration"] = Talked(context),
                ["from"] = IsOutgoing(context) ? context.Call.Channel.From.Best : Client(context),
                ["is_call_event_needed"] = false,
                ["link"] = link,
                ["phone"] = context.Call.Channel.To.Best,
                ["service_code"] = Source,
                ["uniq"] = context.Stage.CallId,
            },
            ["pipeline_id"] = lead["pipeline_id"]?.DeepClone(),
            ["source_name"] = Source,
            ["source_uid"] = context.Stage.CallId,
        };
    }

    /// <summary>The call, which Kommo shows at the client with the number.</summary>
    public JsonObject Call(CallContext context, long responsible, string link) => new()
    {
        ["call_result"] = KommoStatus.TextOf(context.Call.Result),
        ["call_status"] = KommoStatus.From(context.Call.Result),
        ["created_at"] = Unix(context.Call.Channel.StartTime ?? context.Stage.Time),
        ["created_by"] = responsible,
        ["direction"] = IsOutgoing(context) ? "outbound" : "inbound",
        ["duration"] = Talked(context),
        ["link"] = link,
        ["phone"] = context.Call.Client.Best,
        ["responsible_user_id"] = responsible,
        ["source"] = Source,
    };

    /// <summary>A task to call a client back.</summary>
    public JsonObject MissedTask(CallContext context, KommoCallOptions options, long responsible) => Task(context,
        options.TaskOnMissed.Deadline, options.TaskOnMissed.CreatedBy ?? options.DefaultUser, responsible,
        options.TaskOnMissed.TitleOf(context.Call.Client.Best, (context.Call.Deal ?? context.Call.Entity)?.Name ?? ""),
        context.Call.Deal ?? context.Call.Entity);

    /// <summary>The completion of a task, which Kommo takes with a result only.</summary>
    public static JsonObject Completed(string task) => new()
    {
        ["id"] = long.Parse(task, CultureInfo.InvariantCulture),
        ["is_completed"] = true,
        ["result"] = new JsonObject { ["text"] = "The client was reached" },
    };

    /// <summary>A task to fill in a contact that the call created.</summary>
    public JsonObject NewContactTask(CallContext context, KommoCallOptions options, long responsible) => Task(context,
        options.TaskOnNewContact.Deadline, options.DefaultUser, responsible,
        options.TaskOnNewContact.TextOf(context.Call.Client.Best), context.Call.Entity);

    /// <summary>Opens the client's card, or offers to create one, on the user's screen.</summary>
    public static JsonObject Card(CallContext context, long user) => new()
    {
        ["type"] = "phone_call", ["phone_number"] = context.Call.Client.Best, ["users"] = new JsonArray(user),
    };

    public static JsonObject Update(long id, long? responsible) =>
        new() { ["id"] = id, ["responsible_user_id"] = responsible };

    private JsonObject Task(
        CallContext context, TimeSpan deadline, long createdBy, long responsible, string text, Entity? entity)
    {
        var task = new JsonObject
        {
            ["complete_till"] = Unix(context.Stage.Time + deadline),
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

    private static string Client(CallContext context) =>
        context.Call.Client.Best is { Length: > 0 } phone ? phone : "anonymous";

    private static JsonObject NamedContact(CallContext context, KommoAccountInfo facts, string tag) => new()
    {
        ["custom_fields_values"] = context.Call.Client.Best is { Length: > 0 } phone
            ? new JsonArray(facts.PhoneField.With(phone)) : [],
        ["name"] = $"Contact {Client(context)}",
        ["tags"] = tag.Length > 0 ? new JsonArray(tag) : new JsonArray(),
    };

    private static JsonObject NamedLead(CallContext context, KommoAccountInfo facts, KommoCallOptions options) => new()
    {
        ["name"] = $"{Client(context)} - {(IsMissed(context) ? "missed " : "")}"
            + $"{(IsOutgoing(context) ? "outgoing" : "incoming")}",
        ["pipeline_id"] = options.Pipeline ?? facts.Pipeline,
        ["tags"] = options.Tag.Length > 0 ? new JsonArray(new JsonObject { ["name"] = options.Tag }) : new JsonArray(),
    };

    private static bool IsOutgoing(CallContext context) => context.Call.Channel.Type == CallType.Outgoing;

    private static bool IsMissed(CallContext context) =>
        context.Stage.Stage == CallStage.CallEnded && !context.Call.WasAnswered;

    // Of the last conversation: as the original does.
    private static int Talked(CallContext context) =>
        context.Conversation is { Channel: { WasAnswered: true } line } ? (int)line.TalkTime.TotalSeconds : 0;

    /// <summary>The beginning of the call, by Kommo's clock.</summary>
    public long BeginOf(CallContext context) => Unix(context.Call.Channel.StartTime ?? context.Stage.Time);

    private long Unix(DateTime time) => new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUnixTimeSeconds();
}
