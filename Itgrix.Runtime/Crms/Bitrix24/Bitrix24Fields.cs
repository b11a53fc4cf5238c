using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The fields of Bitrix24's requests, as its hooks are given them.</summary>
internal sealed class Bitrix24Fields(Func<Bitrix24CallOptions> settings, TimeZoneInfo zone)
{
    private const int Html = 3;

    /// <summary>telephony.externalcall.register.</summary>
    /// <param name="call">The call.</param>
    /// <param name="userId">Whose it is.</param>
    /// <param name="part">What is registered, when it is not the whole call.</param>
    public JsonObject Registration(CallContext call, long userId, EmployeePart? part = null) => new()
    {
        ["CALL_START_DATE"] = Time(part?.Began ?? call.Call.Channel.StartTime ?? call.Stage.Time),
        ["CRM_CREATE"] = CreateOf(call.Call.Channel.Type) == ClientKind.Lead ? 1 : 0,
        ["CRM_SOURCE"] = settings().Source,
        ["LINE_NUMBER"] = call.Call.Channel.Trunk.Best,
        ["PHONE_NUMBER"] = call.Call.Client.Best,
        ["SHOW"] = 0,
        ["TYPE"] = call.Call.Channel.Type == CallType.Outgoing ? 1 : 2,
        ["USER_ID"] = userId,
    };

    /// <summary>
    /// What tells a call from every other one, so that a registration that is repeated is no second one. No hook sees
    /// it.
    /// </summary>
    public JsonObject WithIdentity(JsonObject registration, string id)
    {
        registration["EXTERNAL_CALL_ID"] = id;
        // An empty source would take the portal's own choice away.
        if (registration["CRM_SOURCE"]?.ToString() is "")
            registration.Remove("CRM_SOURCE");
        return registration;
    }

    /// <summary>crm.contact.add, for a client whose number nobody has.</summary>
    public JsonObject Contact(CallContext call, long userId) => new()
    {
        ["fields"] = new JsonObject
        {
            ["NAME"] = call.Call.Client.Best,
            ["PHONE"] = new JsonArray(new JsonObject { ["VALUE"] = call.Call.Client.Best, ["VALUE_TYPE"] = "WORK" }),
            ["ASSIGNED_BY_ID"] = userId,
            ["SOURCE_ID"] = settings().Source is { Length: > 0 } source ? source : "CALL",
        },
    };

    /// <summary>telephony.externalcall.finish.</summary>
    /// <param name="call">The call.</param>
    /// <param name="part">What was talked; <c>null</c> when nobody talked.</param>
    /// <param name="userId">Whose it is.</param>
    /// <param name="registered">The id of the registration; by default the call's.</param>
    public JsonObject Final(CallContext call, EmployeePart? part, long userId, string? registered = null) => new()
    {
        ["ADD_TO_CHAT"] = settings().AddToChat && !call.Stage.IsPast ? 1 : 0,
        ["CALL_ID"] = registered ?? call.Call.Registration!.Id,
        ["DURATION"] = (int)(part?.Talked ?? call.Call.Channel.Duration).TotalSeconds,
        ["STATUS_CODE"] = call.Call.Result.ToString(CultureInfo.InvariantCulture),
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
        [Bitrix24Transport.File] = file,
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

    /// <summary>tasks.task.add, for somebody to call back.</summary>
    public JsonObject Task(CallContext call, long responsible)
    {
        var options = settings();
        var task = options.TaskOnMissed;
        return Task(call, responsible, task.TitleOf(call.Call.Client.Best, call.Call.Entity?.Name ?? ""),
            task.Deadline, task.CreatedBy ?? options.DefaultUser);
    }

    /// <summary>tasks.task.add, for who took a new client's call.</summary>
    public JsonObject NewContactTask(CallContext call, long responsible)
    {
        var options = settings();
        return Task(call, responsible, options.TaskOnNewContact.TextOf(call.Call.Client.Best),
            options.TaskOnNewContact.Deadline, options.DefaultUser);
    }

    /// <summary>
    /// Of a task's data only its fields are sent, whatever else a hook returned, and the mark that it is found by. A
    /// hook that returns the fields themselves means them.
    /// </summary>
    public static Func<JsonObject, JsonObject> MarkedTask(string mark) => task => new()
    {
        ["fields"] = (task["fields"] as JsonObject ?? task).DeepClone(),
        [Bitrix24Transport.Mark] = mark,
    };

    /// <summary>What a client becomes whose number nobody has.</summary>
    public ClientKind CreateOf(CallType type) =>
        type == CallType.Outgoing ? settings().Create.Outgoing : settings().Create.Incoming;

    private JsonObject Task(CallContext call, long responsible, string title, TimeSpan within, long createdBy)
    {
        var client = call.Call.Registration;
        var mark = client?.EntityType switch { "lead" => "L", "contact" => "C", "company" => "CO", _ => "" };
        return new()
        {
            ["fields"] = new JsonObject
            {
                ["CREATED_BY"] = createdBy,
                ["DEADLINE"] = Time(call.Stage.Time + within),
                ["RESPONSIBLE_ID"] = responsible,
                ["TITLE"] = title,
                ["UF_CRM_TASK"] = mark.Length > 0 ? new JsonArray($"{mark}_{client!.EntityId}") : new JsonArray(),
            },
        };
    }

    /// <summary>When the call began.</summary>
    public DateTimeOffset BeginOf(CallContext call)
    {
        var began = call.Call.Channel.StartTime ?? call.Stage.Time;
        return new(began, zone.GetUtcOffset(began));
    }

    // With the server's zone: Bitrix24 has one of its own.
    private string Time(DateTime time) =>
        new DateTimeOffset(time, zone.GetUtcOffset(time))
            .ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
