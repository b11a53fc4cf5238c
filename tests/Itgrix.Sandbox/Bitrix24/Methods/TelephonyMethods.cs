using System.Globalization;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>telephony.externalCall.*: a call from its beginning to its end.</summary>
internal sealed class TelephonyMethods(
    PortalState state, IReadOnlyDictionary<string, EntityMethods> entities, EntityMethods activities,
    Bitrix24Settings settings)
{
    private static readonly TimeSpan SameCall = TimeSpan.FromMinutes(30);

    // A number may belong to several of these; the first kind with it gets the call.
    private static readonly string[] Kinds = ["CONTACT", "COMPANY", "LEAD"];

    public void AddTo(IDictionary<string, Func<Parameters, object>> methods)
    {
        methods["telephony.externalcall.register"] = Register;
        methods["telephony.externalcall.finish"] = Finish;
        methods["telephony.externalcall.show"] = parameters => Card(parameters, true);
        methods["telephony.externalcall.hide"] = parameters => Card(parameters, false);
        methods["telephony.externalcall.searchcrmentities"] = Search;
    }

    public JsonNode Register(Parameters parameters)
    {
        var user = User(parameters);
        if (parameters.Number("TYPE") is not (>= 1 and <= 5))
            throw RestException.Refused("Unknown TYPE");
        if (Phones.Digits(parameters.Text("PHONE_NUMBER")).Length == 0)
            throw RestException.Refused("Unsupported phone number format");
        if (parameters.Text("CALL_START_DATE") is { Length: > 0 } start
            && !DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, out _))
            throw RestException.Refused("CALL_START_DATE should be in the ISO-8601 format");
        return Registered(Earlier(parameters, user) ?? Open(parameters, user));
    }

    private JsonNode Registered(JsonObject call)
    {
        var answer = new JsonObject
        {
            ["CALL_ID"] = call["CALL_ID"]!.DeepClone(),
            ["CRM_CREATED_LEAD"] = Id(call["CRM_CREATED_LEAD"]),
            ["CRM_CREATED_ENTITIES"] = call["CREATED"]?.DeepClone() ?? new JsonArray(),
            ["CRM_ENTITY_TYPE"] = call["CRM_ENTITY_TYPE"]?.DeepClone(),
            ["CRM_ENTITY_ID"] = Id(call["CRM_ENTITY_ID"]),
        };
        if (call["CREATION_ERROR"] is { } error)
            answer["LEAD_CREATION_ERROR"] = error.DeepClone();
        return answer;
    }

    private JsonNode? Id(JsonNode? id) => id?.DeepClone() ?? (settings.WritesZeroIds ? 0 : null);

    // The documentation: the same number, type, user, line and external id within half an hour is the same call.
    private JsonObject? Earlier(Parameters parameters, JsonObject user)
    {
        var since = PortalClock.Unix(settings.Time.GetUtcNow() - SameCall);
        var calls = parameters["EXTERNAL_CALL_ID"] is null
            ? state.Table("call").Select(row => row!.AsObject())
            : state.Rows("call", "EXTERNAL_CALL_ID", parameters.Text("EXTERNAL_CALL_ID"));
        return calls.LastOrDefault(call =>
            (double)call["REGISTERED"]! > since
            && Phones.AreSame(Parameters.TextOf(call["PHONE_NUMBER"]), parameters.Text("PHONE_NUMBER"))
            && (int)call["TYPE"]! == parameters.Number("TYPE")
            && Parameters.TextOf(call["USER_ID"]) == Parameters.TextOf(user["ID"])
            && (parameters["LINE_NUMBER"] is null
                || Parameters.TextOf(call["LINE_NUMBER"]) == parameters.Text("LINE_NUMBER")));
    }

    private JsonObject Open(Parameters parameters, JsonObject user)
    {
        var now = settings.Time.GetUtcNow();
        var call = new JsonObject
        {
            ["CALL_ID"] = $"externalCall.{Guid.NewGuid():n}.{now.ToUnixTimeSeconds()}",
            ["EXTERNAL_CALL_ID"] = parameters["EXTERNAL_CALL_ID"]?.DeepClone(),
            ["PHONE_NUMBER"] = parameters.Text("PHONE_NUMBER"),
            ["TYPE"] = parameters.Number("TYPE"),
            ["USER_ID"] = int.Parse(Parameters.TextOf(user["ID"])),
            ["LINE_NUMBER"] = parameters.Text("LINE_NUMBER"),
            ["CALL_START_DATE"] = parameters.Text("CALL_START_DATE") is { Length: > 0 } start
                ? start : PortalClock.Iso(now),
            ["REGISTERED"] = PortalClock.Unix(now),
            ["FINISHED"] = false,
            ["CARDS"] = parameters.Flag("SHOW", true)
                ? new JsonArray(int.Parse(Parameters.TextOf(user["ID"]))) : new JsonArray(),
        };
        Client(call, parameters);
        state.Table("call").Add(call);
        return call;
    }

    private void Client(JsonObject call, Parameters parameters)
    {
        var number = parameters.Text("PHONE_NUMBER");
        if (parameters.Text("CRM_ENTITY_TYPE") is { Length: > 0 } given)
            (call["CRM_ENTITY_TYPE"], call["CRM_ENTITY_ID"]) = (given, parameters.Number("CRM_ENTITY_ID"));
        else if (Kinds.FirstOrDefault(kind => entities[kind].WithPhone(number).Any()) is { } found)
            (call["CRM_ENTITY_TYPE"], call["CRM_ENTITY_ID"]) = (found, IdOf(entities[found].WithPhone(number).First()));
        else if (parameters.Flag("CRM_CREATE", false) && MayCreate(parameters))
        {
            Create(call, parameters);
        }
        else
            (call["CRM_ENTITY_TYPE"], call["CRM_ENTITY_ID"]) = ("", null);
    }

    private void Create(JsonObject call, Parameters parameters)
    {
        (call["CRM_ENTITY_TYPE"], call["CRM_ENTITY_ID"]) = ("", null);
        if (settings.LeadCreationError is { } error)
        {
            call["CREATION_ERROR"] = error;
            return;
        }
        string[] kinds = settings.HasLeads ? ["LEAD"] : ["CONTACT", "DEAL"];
        call["CREATED"] = new JsonArray([.. kinds.Select(kind => (JsonNode)new JsonObject
            { ["ENTITY_TYPE"] = kind, ["ENTITY_ID"] = New(kind, call, parameters) })]);
        var made = (int)call["CREATED"]![0]!["ENTITY_ID"]!;
        (call["CRM_ENTITY_TYPE"], call["CRM_ENTITY_ID"]) = (kinds[0], made);
        if (settings.HasLeads)
            call["CRM_CREATED_LEAD"] = made;
    }

    // A line may exclude its outgoing calls from the creation of leads.
    private bool MayCreate(Parameters parameters) => parameters.Number("TYPE") != 1
        || Parameters.TextOf(state.Find("line", "NUMBER", parameters.Text("LINE_NUMBER"))?["CRM_AUTO_CREATE"]) != "N";

    private int New(string kind, JsonObject call, Parameters parameters) => IdOf(entities[kind].Create(new()
    {
        ["TITLE"] = $"{parameters.Text("PHONE_NUMBER")} - {((int)call["TYPE"]! == 1 ? "Outgoing" : "Incoming")} call",
        ["STATUS_ID"] = "NEW",
        ["SOURCE_ID"] = parameters.Text("CRM_SOURCE") is { Length: > 0 } source ? source : "CALL",
        ["ASSIGNED_BY_ID"] = call["USER_ID"]!.DeepClone(),
        ["PHONE"] = new JsonArray(
            new JsonObject { ["VALUE"] = parameters.Text("PHONE_NUMBER"), ["VALUE_TYPE"] = "WORK" }),
    }));

    private JsonNode Finish(Parameters parameters)
    {
        if (parameters["CALL_ID"]?.GetValueKind() != System.Text.Json.JsonValueKind.String)
            throw RestException.Refused("CALL_ID must be a string", "INVALID_ARGUMENT");
        var user = User(parameters);
        // A finished call is removed from the open ones: only the first finish counts.
        if (state.Find("call", "CALL_ID", parameters.Text("CALL_ID")) is not { } call || (bool)call["FINISHED"]!)
            throw RestException.Refused("Call is not found (call should be registered prior to finishing)");
        call["FINISHED"] = true;
        call["CARDS"] = new JsonArray();
        if (call["CRM_CREATED_LEAD"] is { } lead)
            state.Find("lead", (int)lead)!["ASSIGNED_BY_ID"] = user["ID"]!.DeepClone();
        var record = Statistic(call, parameters, user);
        state.Table("statistic").Add(record);
        return record.DeepClone();
    }

    private JsonObject Statistic(JsonObject call, Parameters parameters, JsonObject user)
    {
        var duration = parameters.Number("DURATION");
        var code = parameters.Text("STATUS_CODE") is { Length: > 0 } given ? given : duration > 0 ? "200" : "304";
        var record = Documented.Empty("telephony-external-call-finish");
        foreach (var name in new[]
        {
            "CALL_ID", "EXTERNAL_CALL_ID", "PHONE_NUMBER", "CRM_ENTITY_TYPE", "CRM_ENTITY_ID",
        })
            record[name] = call[name]?.DeepClone();
        record["PORTAL_USER_ID"] = IdOf(user);
        record["PORTAL_NUMBER"] = call["LINE_NUMBER"]!.DeepClone();
        record["INCOMING"] = $"{call["TYPE"]}";
        record["CALL_DURATION"] = duration;
        record["CALL_STATUS"] = duration > 0 ? 1 : 0;
        record["CALL_VOTE"] = parameters.Number("VOTE");
        record["CALL_FAILED_CODE"] = code;
        record["CALL_FAILED_REASON"] = parameters.Text("FAILED_REASON");
        record["REST_APP_ID"] = "1";
        record["REST_APP_NAME"] = "Itgrix";
        record["CRM_ACTIVITY_ID"] = settings.ActivityCreationError is null ? Activity(call, user, code) : 0;
        if (settings.ActivityCreationError is { } error)
            record["ERRORS"] = new JsonObject { ["ACTIVITY_CREATION"] = error };
        record["ID"] = state.NextId();
        return record;
    }

    private int Activity(JsonObject call, JsonObject user, string code) => IdOf(activities.Create(new()
    {
        ["OWNER_ID"] = call["CRM_ENTITY_ID"]?.DeepClone(),
        ["OWNER_TYPE_ID"] = Parameters.TextOf(call["CRM_ENTITY_TYPE"]) switch
        {
            "LEAD" => "1",
            "CONTACT" => "3",
            "COMPANY" => "4",
            _ => "0",
        },
        ["TYPE_ID"] = "2",
        ["PROVIDER_ID"] = "VOXIMPLANT_CALL",
        ["PROVIDER_TYPE_ID"] = "CALL",
        ["SUBJECT"] = $"{((int)call["TYPE"]! == 1 ? "Outgoing" : "Incoming")} call {call["PHONE_NUMBER"]}",
        ["START_TIME"] = call["CALL_START_DATE"]!.DeepClone(),
        ["END_TIME"] = PortalClock.Iso(settings.Time.GetUtcNow()),
        ["CREATED"] = PortalClock.Iso(settings.Time.GetUtcNow()),
        ["COMPLETED"] = code == "200" || (int)call["TYPE"]! == 1 ? "Y" : "N",
        ["RESPONSIBLE_ID"] = user["ID"]!.DeepClone(),
        ["DIRECTION"] = (int)call["TYPE"]! == 1 ? "2" : "1",
        ["ORIGIN_ID"] = $"VI_{call["CALL_ID"]}",
    }));

    private JsonNode Card(Parameters parameters, bool isShown)
    {
        if (state.Find("call", "CALL_ID", parameters.Text("CALL_ID")) is not { } call || (bool)call["FINISHED"]!)
            return false;
        var users = parameters["USER_ID"] is null ? [call["USER_ID"]!.DeepClone()] : parameters.List("USER_ID");
        var ids = users.Select(user => int.Parse(Parameters.TextOf(user))).ToList();
        var shown = call["CARDS"]!.AsArray().Select(id => (int)id!).Except(ids).Concat(isShown ? ids : []);
        call["CARDS"] = new JsonArray([.. shown.Select(id => (JsonNode)id)]);
        return true;
    }

    private JsonNode Search(Parameters parameters)
    {
        if (parameters.Text("PHONE_NUMBER") is not { Length: > 0 } number)
            throw RestException.Refused("PHONE_NUMBER is empty");
        return new JsonArray(
            [.. Kinds.SelectMany(kind => entities[kind].WithPhone(number).Select(row => Client(kind, row)))]);
    }

    private JsonNode Client(string kind, JsonObject row)
    {
        var user = state.Find("user", int.Parse(Parameters.TextOf(row["ASSIGNED_BY_ID"])));
        return new JsonObject
        {
            ["CRM_ENTITY_TYPE"] = kind,
            ["CRM_ENTITY_ID"] = IdOf(row),
            ["ASSIGNED_BY_ID"] = int.Parse(Parameters.TextOf(row["ASSIGNED_BY_ID"])),
            ["NAME"] = kind == "CONTACT" ? $"{row["NAME"]} {row["LAST_NAME"]}".Trim() : Parameters.TextOf(row["TITLE"]),
            ["ASSIGNED_BY"] = new JsonObject
            {
                ["ID"] = row["ASSIGNED_BY_ID"]!.DeepClone(),
                ["TIMEMAN_STATUS"] = "OPENED",
                ["USER_PHONE_INNER"] = user?["UF_PHONE_INNER"]?.DeepClone(),
                ["WORK_PHONE"] = user?["WORK_PHONE"]?.DeepClone(),
                ["PERSONAL_PHONE"] = user?["PERSONAL_PHONE"]?.DeepClone(),
                ["PERSONAL_MOBILE"] = user?["PERSONAL_MOBILE"]?.DeepClone(),
            },
        };
    }

    private JsonObject User(Parameters parameters)
    {
        if (parameters["USER_ID"] is null && parameters["USER_PHONE_INNER"] is null)
            throw RestException.Refused("USER_ID or USER_PHONE_INNER should be set");
        var user = parameters.Number("USER_ID") is > 0 and var id
            ? state.Find("user", id)
            : state.Find("user", "UF_PHONE_INNER", parameters.Text("USER_PHONE_INNER"));
        return user is not null && (bool)user["ACTIVE"]!
            ? user : throw RestException.Refused("User is not found or is not active");
    }

    private static int IdOf(JsonObject row) => int.Parse(Parameters.TextOf(row["ID"]));
}
