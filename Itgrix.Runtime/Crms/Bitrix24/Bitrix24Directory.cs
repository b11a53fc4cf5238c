using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Who is who in a call: puts employees, client and registration into it; says who is responsible.</summary>
internal sealed class Bitrix24Directory(
    Func<Bitrix24CallOptions> settings, Bitrix24Users users, Bitrix24CustomerLookup clients, Func<NumberPlan> numbers)
{
    // Without them, and without a task that names the client, nobody needs to ask Bitrix24 for it.
    private static readonly string[] ClientHooks =
    [
        "post_registration", "customize_show_call_card", "process_final_params", "customize_attach_record_url",
        "customize_activity", "customize_entity", "process_task_creation_params",
    ];

    private readonly CallEmployees _employees = new(users.ByPhoneAsync, users.ByIdAsync);

    /// <inheritdoc cref="CallEmployees.KnowAsync"/>
    public Task KnowEmployeesAsync(CallContext call, CancellationToken token) => _employees.KnowAsync(call, token);

    /// <summary>Takes up what Bitrix24 answered to the registration, and whom it found or made.</summary>
    public async Task KnowClientAsync(CallContext call, JsonElement registered, CancellationToken token)
    {
        var type = BitrixJson.Text(registered, "CRM_ENTITY_TYPE").ToLowerInvariant();
        var id = BitrixJson.Text(registered, "CRM_ENTITY_ID");
        var lead = BitrixJson.Text(registered, "CRM_CREATED_LEAD");
        call.Call = call.Call with
        {
            Registration = new()
            {
                Id = BitrixJson.Text(registered, "CALL_ID"),
                EntityType = type,
                EntityId = id,
                CreatedLeadId = lead,
                CreatedContactId = call.Steps.Sent("contact") is null ? "" : id,
                ResponsibleId = call.Steps.Sent("register")?["USER_ID"]?.ToString() ?? "",
            },
        };
        if (long.TryParse(id, out var number) && IsClientLookedAt(call)
            && await call.AskAsync("the client", () => clients.GetEntityAsync(type, number, token)) is { } entity)
            call.Call = call.Call with
            {
                Entity = entity.ToEntity(
                    lead == id && type == "lead", await users.ByIdAsync(entity.ResponsibleId, token), numbers()),
            };
    }

    /// <summary>Whether nobody in Bitrix24 has the client's number.</summary>
    public async Task<bool> IsUnknownAsync(CallContext call, CancellationToken token) =>
        await call.AskAsync("the client", () => clients.FindAsync(call.Call.Client.Best, token)) is { Count: 0 };

    /// <summary>Whether Bitrix24 has the call in its history.</summary>
    public Task<bool> HasCallAsync(CallContext call, DateTimeOffset began, CancellationToken token) =>
        clients.HasCallAsync(call.Stage.CallId, call.Call.Client.Best, began, token);

    /// <summary>The activity as hooks see it; empty when Bitrix24 has none.</summary>
    public async Task<JsonObject> ActivityAsync(long id, CancellationToken token) =>
        await clients.GetActivityAsync(id, token) ?? [];

    /// <summary>
    /// Whose the call is: of the employee who has it, else as the settings say for calls that nobody took.
    /// </summary>
    public async Task<long> ResponsibleAsync(CallContext call, CancellationToken token)
    {
        var options = settings();
        if (call.Call.Channel.Type == CallType.Outgoing || call.Call.WasAnswered
            || call.Stage.Stage != CallStage.CallEnded)
            return CallEmployees.IdOf(call.Conversation) ?? options.DefaultUser;
        return options.MissedResponsible switch
        {
            MissedResponsible.Client => await ClientsAsync(call, token)
                ?? CallEmployees.IdOf(call.Call.LastConversation)
                ?? options.DefaultUser,
            MissedResponsible.LastUser => CallEmployees.IdOf(call.Call.LastConversation) ?? options.DefaultUser,
            _ => options.DefaultUser,
        };
    }

    private bool IsClientLookedAt(CallContext call) => ClientHooks.Any(call.IsCustomized)
        || (call.Stage.Stage == CallStage.CallEnded
            && settings().TaskOnMissed is { NamesClient: true } task && task.IsFor(call.Call));

    private async Task<long?> ClientsAsync(CallContext call, CancellationToken token)
    {
        if (long.TryParse(call.Call.Entity?.ResponsibleId, out var known) && known > 0)
            return known;
        var found = await call.AskAsync("the client", () => clients.FindAsync(call.Call.Client.Best, token)) ?? [];
        return found.FirstOrDefault(client => client.ResponsibleId > 0)?.ResponsibleId;
    }
}
