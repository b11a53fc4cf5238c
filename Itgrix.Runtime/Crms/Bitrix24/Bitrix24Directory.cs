using Itgrix.Hooks;
using Itgrix.Hooks.Bitrix24;
using Itgrix.Hooks.Calls;
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

    /// <summary>Adds employees, client and registration as far as they are known, without storing anything.</summary>
    public async Task KnowSoFarAsync(CallContext context, CancellationToken token)
    {
        await _employees.KnowSoFarAsync(context, token);
        if (context.Steps.ResultOf("register") is { } registered)
            await KnowClientAsync(context, registered, token, isAlwaysLookedAt: true);
        else if (await clients.FindAsync(context.Call.Client.Best, token) is [var found, ..]
            && await clients.GetEntityAsync(found.Type, found.Id, token) is { } entity)
            context.Call = context.Call with
            {
                Entity = entity.ToEntity(
                    isNew: false, await users.ByIdAsync(entity.ResponsibleId, token), numbers()),
            };
    }

    /// <summary>Adds the result of the registration, with the client that Bitrix24 found or created.</summary>
    public async Task KnowClientAsync(
        CallContext context, JsonElement registered, CancellationToken token, bool isAlwaysLookedAt = false)
    {
        var registration = Bitrix24Registration.Read(registered);
        if (context.Steps.Sent("contact") is not null && registration.CreatedContactId.Length == 0)
            registration = registration with { CreatedContactId = registration.EntityId };
        context.Call = context.Call with
        {
            Registration = registration with
            {
                // Of a click: the employee who clicked.
                ResponsibleId = (context.Steps.Sent("register")?["USER_ID"] is { } user ? user.ToString()
                    : BitrixJson.Text(registered, "USER_ID")) is { Length: > 0 } responsible
                        ? responsible : context.Conversation?.User?.Id ?? "",
            },
        };
        var type = registration.EntityType;
        if (long.TryParse(registration.EntityId, out var number)
            && (isAlwaysLookedAt || IsClientLookedAt(context))
            && await context.AskAsync("the client", () => clients.GetEntityAsync(type, number, token), token,
                CallFlow.QueryPatience) is { } entity)
            context.Call = context.Call with
            {
                Entity = entity.ToEntity(
                    IsCreated(registration), await users.ByIdAsync(entity.ResponsibleId, token), numbers()),
            };
    }

    private static bool IsCreated(Registration registration)
    {
        var made = registration.EntityType switch
        {
            "lead" => registration.CreatedLeadId,
            "contact" => registration.CreatedContactId,
            "company" => registration.CreatedCompanyId,
            _ => "",
        };
        return made.Length > 0 && made == registration.EntityId;
    }

    /// <summary>Whether the client's number is unknown in Bitrix24.</summary>
    public async Task<bool> IsUnknownAsync(CallContext context, CancellationToken token) =>
        await FindAsync(context, token) is { Count: 0 };

    /// <summary>Whether Bitrix24 has the call in its history.</summary>
    public Task<bool> HasCallAsync(CallContext context, DateTimeOffset began, CancellationToken token) =>
        clients.HasCallAsync(context.Stage.CallId, context.Call.Client.Best, began, token);

    /// <summary>The activity as hooks see it; empty when Bitrix24 has none.</summary>
    public async Task<JsonObject> ActivityAsync(long id, CancellationToken token) =>
        await clients.GetActivityAsync(id, token) ?? [];

    /// <inheritdoc cref="Responsibility.ForAsync"/>
    public Task<long> ResponsibleAsync(CallContext context, CancellationToken token) =>
        Responsibility.ForAsync(context, settings(), () => ClientsAsync(context, token),
            id => users.IsActiveAsync(id, token));

    /// <inheritdoc cref="Responsibility.Next"/>
    public IReadOnlyList<long> NextUsers(CallContext context) => Responsibility.Next(context, settings());

    private bool IsClientLookedAt(CallContext context) => ClientHooks.Any(context.IsCustomized)
        || (context.Stage.Stage == CallStage.CallEnded
            && settings().TaskOnMissed is { NamesClient: true } task && task.IsFor(context.Call));

    private async Task<long?> ClientsAsync(CallContext context, CancellationToken token)
    {
        if (Responsibility.Of(context.Call.Entity) is { } known && await users.IsActiveAsync(known, token))
            return known;
        foreach (var client in await FindAsync(context, token) ?? [])
        {
            if (await users.IsActiveAsync(client.ResponsibleId, token))
                return client.ResponsibleId;
        }
        return null;
    }

    // Null: there is no answer. The portal itself finds the client of a registration.
    private Task<IReadOnlyList<FoundClient>?> FindAsync(CallContext context, CancellationToken token) =>
        context.AskAsync<IReadOnlyList<FoundClient>?>("the clients with the number",
            async () => await clients.FindAsync(context.Call.Client.Best, token), token, CallFlow.QueryPatience);
}
