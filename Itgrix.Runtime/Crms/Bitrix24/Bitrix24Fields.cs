using System.Net;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Makes the fields of Bitrix24's requests, as its hooks get them.</summary>
internal sealed class Bitrix24Fields(Func<Bitrix24CallOptions> settings, TimeZoneInfo zone)
{
    private const int Html = 3;

    /// <summary>telephony.externalcall.register.</summary>
    /// <param name="context">The call.</param>
    /// <param name="userId">The responsible user.</param>
    /// <param name="part">The part to register, when it is not the whole call.</param>
    public JsonObject Registration(CallContext context, long userId, EmployeePart? part = null) => new()
    {
        ["CALL_START_DATE"] = Time(part?.Began ?? context.Call.Channel.StartTime ?? context.Stage.Time),
        ["CRM_CREATE"] = CreateOf(context.Call) == ClientKind.Lead ? 1 : 0,
        ["CRM_SOURCE"] = settings().Source,
        ["LINE_NUMBER"] = context.Call.Channel.Trunk.Best,
        ["PHONE_NUMBER"] = context.Call.Client.Best is { Length: > 0 } phone ? phone : settings().Anonymous,
        ["SHOW"] = 0,
        ["TYPE"] = context.Call.Channel.Type == CallType.Outgoing ? 1 : 2,
        ["USER_ID"] = userId,
    };

    /// <summary>
    /// Identifies a call, so that a repeated registration does not create a second call. No hook sees this field.
    /// </summary>
    public JsonObject WithIdentity(JsonObject registration, string id)
    {
        registration["EXTERNAL_CALL_ID"] = id;
        // An empty source would override the portal's own choice.
        if (registration["CRM_SOURCE"]?.ToString() is "")
            registration.Remove("CRM_SOURCE");
        return registration;
    }

    /// <summary>crm.contact.add, for a client with an unknown number.</summary>
    public JsonObject Contact(CallContext context, long userId) => new()
    {
        ["fields"] = new JsonObject
        {
            ["NAME"] = context.Call.Client.Best,
            ["PHONE"] = new JsonArray(new JsonObject { ["VALUE"] = context.Call.Client.Best, ["VALUE_TYPE"] = "WORK" }),
            ["ASSIGNED_BY_ID"] = userId,
            ["SOURCE_ID"] = settings().Source is { Length: > 0 } source ? source : "CALL",
        },
    };

    /// <summary>telephony.externalcall.finish.</summary>
    /// <param name="context">The call.</param>
    /// <param name="part">The employee part of the conversation; <c>null</c> when nobody talked.</param>
    /// <param name="userId">The responsible user.</param>
    /// <param name="registered">The id of the registration; by default that of the call.</param>
    public JsonObject Final(CallContext context, EmployeePart? part, long userId, string? registered = null) => new()
    {
        ["ADD_TO_CHAT"] = settings().AddToChat && !context.Stage.IsPast ? 1 : 0,
        ["CALL_ID"] = registered ?? context.Call.Registration!.Id,
        // The portal shows a call of any duration as a conversation.
        ["DURATION"] = (int)(part?.Talked ?? (context.Call.WasAnswered ? context.Call.Channel.Duration : default))
            .TotalSeconds,
        ["STATUS_CODE"] = context.Call.Result.ToString(CultureInfo.InvariantCulture),
        ["USER_ID"] = userId,
    };

    /// <summary>telephony.externalcall.show.</summary>
    public static JsonObject Card(string callId, string userId) => new()
    {
        ["CALL_ID"] = callId,
        ["USER_ID"] = long.Parse(userId, CultureInfo.InvariantCulture),
    };

    /// <summary>telephony.externalCall.attachRecord, with the file itself.</summary>
    public static JsonObject Recording(string callId, string file) => new()
    {
        ["CALL_ID"] = callId,
        ["FILENAME"] = Path.GetFileName(file),
        [PseudoParameters.File] = file,
    };

    /// <summary>crm.activity.update, with a player for the recording.</summary>
    public static JsonObject RecordingLink(string link, JsonObject activity)
    {
        var address = WebUtility.HtmlEncode(link);
        return new()
        {
            ["DESCRIPTION"] = $"<audio controls src=\"{address}\"></audio><br><a href=\"{address}\">{address}</a>",
            ["DESCRIPTION_TYPE"] = Html,
            ["activity"] = activity,
        };
    }

    /// <summary>tasks.task.add, to call a client back.</summary>
    public JsonObject Task(CallContext context, long responsible)
    {
        var options = settings();
        var task = options.TaskOnMissed;
        return Task(context, responsible, task.TitleOf(context.Call.Client.Best, context.Call.Entity?.Name ?? ""),
            task.Deadline, task.CreatedBy ?? options.DefaultUser);
    }

    /// <summary>tasks.task.add, for the employee who answered a new client's call.</summary>
    public JsonObject NewContactTask(CallContext context, long responsible)
    {
        var options = settings();
        return Task(context, responsible, options.TaskOnNewContact.TextOf(context.Call.Client.Best),
            options.TaskOnNewContact.Deadline, options.DefaultUser);
    }

    /// <summary>
    /// The fields of a task, without anything else that a hook returned, and with the mark that identifies it. A hook
    /// may also return the fields themselves.
    /// </summary>
    public static Func<JsonObject, JsonObject> MarkedTask(string mark) => task => new()
    {
        ["fields"] = (task["fields"] as JsonObject ?? task).DeepClone(),
        [PseudoParameters.Mark] = mark,
    };

    /// <summary>
    /// The entity that is created for a client with an unknown number; none for a caller without one.
    /// </summary>
    public ClientKind CreateOf(CallFull call) =>
        call.Client.Best.Length == 0 ? ClientKind.Nothing
        : call.Channel.Type == CallType.Outgoing ? settings().Create.Outgoing : settings().Create.Incoming;

    private JsonObject Task(CallContext context, long responsible, string title, TimeSpan within, long createdBy)
    {
        var client = context.Call.Registration ?? new();
        var mark = client.EntityType switch { "lead" => "L", "contact" => "C", "company" => "CO", _ => "" };
        string[] marks =
        [
            .. mark.Length > 0 ? (string[])[$"{mark}_{client.EntityId}"] : [],
            .. client.CreatedDealId.Length > 0 ? (string[])[$"D_{client.CreatedDealId}"] : [],
        ];
        return new()
        {
            ["fields"] = new JsonObject
            {
                ["CREATED_BY"] = createdBy,
                ["DEADLINE"] = Time(context.Stage.Time + within),
                ["RESPONSIBLE_ID"] = responsible,
                ["TITLE"] = title,
                ["UF_CRM_TASK"] = new JsonArray([.. marks.Select(one => (JsonNode)one)]),
            },
        };
    }

    /// <summary>The beginning of the call.</summary>
    public DateTimeOffset BeginOf(CallContext context)
    {
        var began = context.Call.Channel.StartTime ?? context.Stage.Time;
        return new(began, zone.GetUtcOffset(began));
    }

    // With the server's offset: Bitrix24 has a time zone of its own.
    private string Time(DateTime time) =>
        new DateTimeOffset(time, zone.GetUtcOffset(time))
            .ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
