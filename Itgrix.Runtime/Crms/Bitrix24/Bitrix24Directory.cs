using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Bitrix24;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Adds employees, client and registration to a call, and decides who is responsible.</summary>
internal sealed class Bitrix24Directory(
    Func<Bitrix24CallOptions> settings, Bitrix24Users users, Bitrix24CustomerLookup clients, Func<NumberPlan> numbers)
{
    // Without these hooks, and without a task that names the client, the client is not needed.
    private static readonly HookName[] ClientHooks =
    [
        HookName.PostRegistration, Bitrix24Hooks.CustomizeShowCallCard, Bitrix24Hooks.ProcessFinalParams,
        Bitrix24Hooks.CustomizeAttachRecordUrl,
        Bitrix24Hooks.CustomizeActivity, Bitrix24Hooks.CustomizeEntity, HookName.ProcessTaskCreationParams,
    ];

    private readonly CallEmployees _employees = new(users.ByPhoneAsync, users.ByIdAsync);

    /// <inheritdoc cref="CallEmployees.KnowAsync"/>
    public Task KnowEmployeesAsync(CallContext context, CancellationToken token) =>
        _employees.KnowAsync(context, token);

    /// <summary>Adds the result of the registration, with the client that Bitrix24 found or created.</summary>
    public async Task KnowClientAsync(CallContext context, JsonElement registered, CancellationToken token)
    {
        var type = BitrixJson.Text(registered, "CRM_ENTITY_TYPE").ToLowerInvariant();
        var id = BitrixJson.Text(registered, "CRM_ENTITY_ID");
        var lead = BitrixJson.Text(registered, "CRM_CREATED_LEAD");
        context.Call = context.Call with
        {
            Registration = new()
            {
                Id = BitrixJson.Text(registered, "CALL_ID"),
                EntityType = type,
                EntityId = id,
                CreatedLeadId = lead,
                CreatedContactId = context.Steps.Sent("contact") is null ? "" : id,
                ResponsibleId = context.Steps.Sent("register")?["USER_ID"]?.ToString() ?? "",
            },
        };
        if (long.TryParse(id, out var number) && IsClientLookedAt(context)
            && await context.AskAsync("the client", () => clients.GetEntityAsync(type, number, token)) is { } entity)
            context.Call = context.Call with
            {
                Entity = entity.ToEntity(
                    lead == id && type == "lead", await users.ByIdAsync(entity.ResponsibleId, token), numbers()),
            };
    }

    /// <summary>Whether the client's number is unknown in Bitrix24.</summary>
    public async Task<bool> IsUnknownAsync(CallContext context, CancellationToken token) =>
        await context.AskAsync("the client", () => clients.FindAsync(context.Call.Client.Best, token)) is { Count: 0 };

    /// <summary>Whether Bitrix24 has the call in its history.</summary>
    public Task<bool> HasCallAsync(CallContext context, DateTimeOffset began, CancellationToken token) =>
        clients.HasCallAsync(context.Stage.CallId, context.Call.Client.Best, began, token);

    /// <summary>The activity as hooks see it; empty when Bitrix24 has none.</summary>
    public async Task<JsonObject> ActivityAsync(long id, CancellationToken token) =>
        await clients.GetActivityAsync(id, token) ?? [];

    /// <inheritdoc cref="Responsibility.ForAsync"/>
    public Task<long> ResponsibleAsync(CallContext context, CancellationToken token) =>
        Responsibility.ForAsync(context, settings(), () => ClientsAsync(context, token));

    private bool IsClientLookedAt(CallContext context) => ClientHooks.Any(context.IsCustomized)
        || (context.Stage.Stage == CallStage.CallEnded
            && settings().TaskOnMissed is { NamesClient: true } task && task.IsFor(context.Call));

    private async Task<long?> ClientsAsync(CallContext context, CancellationToken token)
    {
        if (Responsibility.Of(context.Call.Entity) is { } known)
            return known;
        var phone = context.Call.Client.Best;
        var found = await context.AskAsync("the client", () => clients.FindAsync(phone, token)) ?? [];
        return found.FirstOrDefault(client => client.ResponsibleId > 0)?.ResponsibleId;
    }
}
