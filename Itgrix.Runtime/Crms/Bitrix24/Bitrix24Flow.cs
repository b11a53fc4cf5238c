using Itgrix.Hooks;
using Itgrix.Hooks.Bitrix24;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Delivers a call to Bitrix24, stage by stage.</summary>
/// <param name="portal">The employees and clients that Bitrix24 knows.</param>
internal sealed class Bitrix24Flow(
    CrmServices services, Func<Bitrix24CallOptions> settings, Bitrix24Directory portal, Bitrix24Fields fields)
    : CallFlow(Crm.Bitrix24, services)
{
    private const string Register = "telephony.externalcall.register", Finish = "telephony.externalcall.finish";

    public override string OutcomeOf(CallSteps steps) => CallOutcome.Of(steps, RegisteredAs(steps), ["register"]);

    public override string? RegisteredAs(CallSteps steps) => Bitrix24Outcome.RegisteredAs(steps);

    protected override bool KeepsAnonymous => settings().Anonymous.Length > 0;

    protected override void WriteMore(Utf8JsonWriter writer, HookDefinition hook, CallContext context) =>
        OldCallFields.Write(writer, hook, context.Stage, context.Call);

    protected override Task KnowSoFarAsync(CallContext context, CancellationToken token) =>
        portal.KnowSoFarAsync(context, token);

    protected override async Task<StepOutcome> RequestedAsync(CallContext context, CancellationToken token)
    {
        var registered = await RegisterAsync(context, token);
        return registered.IsDone && ShowsCard(context, settings())
            ? await OptionalAsync(ShowCardAsync(context, token)) : registered;
    }

    protected override Task<StepOutcome> AcceptedAsync(CallContext context, CancellationToken token) =>
        InOrderAsync(() => RequestedAsync(context, token), () => OptionalAsync(HideCardsAsync(context, token)));

    protected override async Task<StepOutcome> EndedAsync(CallContext context, CancellationToken token)
    {
        await portal.KnowEmployeesAsync(context, token);
        return await OptionalAsync(HideCardsAsync(context, token));
    }

    protected override async Task<StepOutcome> CallEndedAsync(CallContext context, CancellationToken token)
    {
        var registered = await RegisterAsync(context, token);
        if (registered.IsDeferred)
            return registered;
        var recording = await context.RecordingAsync(UseOfRecordings, token);
        var parts = EmployeePart.From(context.Call);
        // A call that is not finished accepts no changes.
        var finished = registered.IsDone ? await FinishAsync(context, parts.FirstOrDefault(), token) : registered;
        // After a transfer each employee who talked gets a separate call; an employee who did not answer gets none.
        var rest = await EachAsync([
            () => Task.FromResult(finished),
            () => finished.IsDone && !recording.IsAwaited ? ChangeAsync(context, recording, token) : Nothing,
            .. parts.Skip(1).Select(part => (Func<Task<StepOutcome>>)(() => RegisterPartAsync(context, part, token))),
            () => AddTaskAsync(context, token),
            () => CompleteTasksAsync(context, settings().TaskOnMissed, Completed, token),
            () => AddNewContactTaskAsync(context, parts.FirstOrDefault(), token),
        ]);
        // The steps that were left out above run then, and only those.
        return !rest.IsDeferred && finished.IsDone && recording.IsAwaited ? StepOutcome.Deferred("recording") : rest;
    }

    // An earlier stage or a click registered it, and it would stay open in Bitrix24 for ever: it is finished, and
    // nothing
    // else. No hook runs for a call that is not wanted.
    protected override async Task<StepOutcome> RejectedAsync(CallContext context, CancellationToken token)
    {
        if (context.Steps.ResultOf("register") is not { } registered)
            return StepOutcome.None;
        await portal.KnowEmployeesAsync(context, token);
        await portal.KnowClientAsync(context, registered, token);
        await HideCardsAsync(context, token);
        var part = EmployeePart.From(context.Call).FirstOrDefault();
        var user = await UserOf(context, part, token);
        var final = fields.Final(context, part, user);
        return await context.SendAsync(new("finish", Finish, null, final) { IsNeeded = true }, token);
    }

    // Bitrix24 registered a call that began with a click: its step is done before the call begins.
    private async Task<StepOutcome> RegisterAsync(CallContext context, CancellationToken token)
    {
        await portal.KnowEmployeesAsync(context, token);
        var registration = new JsonObject();
        if (!context.Steps.Has("register"))
        {
            registration = fields.Registration(context, await portal.ResponsibleAsync(context, token));
            if (await AddContactAsync(context, registration, token) is { IsDeferred: true } deferred)
                return deferred;
        }
        var registered = await context.SendAsync(
            new("register", Register, Bitrix24Hooks.ProcessRegistrationParams, registration)
            {
                Parameters = sent => fields.WithIdentity(sent, context.Stage.CallId),
                NextUsers = portal.NextUsers(context),
                IsNeeded = true,
            }, token);
        if (registered.Result is not { } answer)
            return registered;
        await portal.KnowClientAsync(context, answer, token);
        await context.RegisteredAsync(token);
        return registered;
    }

    // The registration names the contact.
    private async Task<StepOutcome> AddContactAsync(
        CallContext context, JsonObject registration, CancellationToken token)
    {
        if (fields.CreateOf(context.Call) != ClientKind.Contact
            || !await portal.IsUnknownAsync(context, token))
            return StepOutcome.None;
        var contact = fields.Contact(context, (long)registration["USER_ID"]!);
        var added = await context.SendAsync(new("contact", "crm.contact.add", null, contact)
            { Patience = ClientPatience, NextUsers = portal.NextUsers(context) }, token);
        if (added.Result is { } made)
        {
            registration["CRM_ENTITY_TYPE"] = "CONTACT";
            registration["CRM_ENTITY_ID"] = BitrixJson.NumberOf(made.ToString());
        }
        return added;
    }

    private Task<StepOutcome> ShowCardAsync(CallContext context, CancellationToken token) =>
        context.Conversation?.User is not { } user ? Nothing
            : context.SendAsync(new($"show {context.Stage.ConversationId}", "telephony.externalcall.show",
                Bitrix24Hooks.CustomizeShowCallCard, Bitrix24Fields.Card(context.Call.Registration!.Id, user.Id))
                { GoodFor = CardGoodFor }, token);

    // The hook decided last who sees the card.
    private static Task<StepOutcome> HideCardsAsync(CallContext context, CancellationToken token) => EachAsync(
        from call in context.Call.Conversations
        where IsOutOfIt(context, call.Value)
        select (Func<Task<StepOutcome>>)(() => HideCardAsync(context, call.Key, token)));

    private static Task<StepOutcome> HideCardAsync(CallContext context, string conversation, CancellationToken token) =>
        context.Steps.Sent($"show {conversation}") is not { } shown ? Nothing
            : context.SendAsync(new($"hide {conversation}", "telephony.externalcall.hide", null, shown)
                { GoodFor = CardGoodFor }, token);

    // An employee may have several phones. The employee who talked last keeps the card, to write into it.
    private static bool IsOutOfIt(CallContext context, Conversation conversation)
    {
        var (own, others) = (new List<Channel>(), new List<Channel>());
        foreach (var one in context.Call.Conversations.Values)
            (one == conversation || one.User?.Id == conversation.User?.Id ? own : others).Add(one.Channel);
        return own.TrueForAll(line => line.State == ChannelState.Ended) && (!own.Exists(line => line.WasAnswered)
            || others.Exists(line => line.WasAnswered && line.State != ChannelState.Ended));
    }

    private async Task<StepOutcome> FinishAsync(CallContext context, EmployeePart? part, CancellationToken token)
    {
        var finished = await context.SendAsync(new("finish", Finish, Bitrix24Hooks.ProcessFinalParams,
            async stop => fields.Final(context, part, await UserOf(context, part, stop)))
            { NextUsers = portal.NextUsers(context), IsNeeded = true }, token);
        if (finished.Result is not { } answer)
            return finished;
        var activity = BitrixJson.Text(answer, "CRM_ACTIVITY_ID");
        context.Call = context.Call with { Registration = context.Call.Registration! with { ActivityId = activity } };
        return finished;
    }

    private RecordingUse UseOfRecordings => settings().Recording switch
    {
        RecordingMode.File => RecordingUse.Upload,
        RecordingMode.Link => RecordingUse.Link,
        _ => RecordingUse.None,
    };

    private Task<StepOutcome> ChangeAsync(CallContext context, CallRecording recording, CancellationToken token) =>
        EachAsync(
            () => AttachAsync(context, recording, token),
            () => UpdateActivityAsync(context, token),
            () => UpdateEntityAsync(context, token));

    private Task<StepOutcome> AttachAsync(CallContext context, CallRecording recording, CancellationToken token)
    {
        if (recording.Path.Length == 0 || settings().Recording == RecordingMode.None)
            return Nothing;
        if (settings().Recording == RecordingMode.File)
            return context.SendAsync(new("record", "telephony.externalCall.attachRecord", null,
                Bitrix24Fields.Recording(context.Call.Registration!.Id, recording.Path)), token);
        if (context.LinkOf(recording, settings().LinkOf) is not { Length: > 0 } link)
            return Nothing;
        context.Call = context.Call with { Record = link };
        return ActivityId(context) is not (> 0 and var activity) ? Nothing
            : context.SendAsync(new("record link", "crm.activity.update", Bitrix24Hooks.CustomizeAttachRecordUrl,
                async stop => Bitrix24Fields.RecordingLink(link, await portal.ActivityAsync(activity, stop)))
                { Parameters = Update(activity) }, token);
    }

    private Task<StepOutcome> UpdateActivityAsync(CallContext context, CancellationToken token) =>
        context.IsCustomized(Bitrix24Hooks.CustomizeActivity) && ActivityId(context) is > 0 and var activity
            ? context.SendAsync(new("activity", "crm.activity.update", Bitrix24Hooks.CustomizeActivity,
                async stop => new() { ["activity"] = await portal.ActivityAsync(activity, stop) })
                { Parameters = Update(activity) }, token)
            : Nothing;

    private static Task<StepOutcome> UpdateEntityAsync(CallContext context, CancellationToken token) =>
        context.IsCustomized(Bitrix24Hooks.CustomizeEntity)
            && context.Call.Registration is { EntityType.Length: > 0 } client
            && long.TryParse(client.EntityId, out var id)
            ? context.SendAsync(
                new("entity", $"crm.{client.EntityType}.update", Bitrix24Hooks.CustomizeEntity, new JsonObject())
                { Parameters = Update(id) }, token)
            : Nothing;

    private async Task<StepOutcome> RegisterPartAsync(
        CallContext context, EmployeePart part, CancellationToken token)
    {
        // Its hooks see the registration of this part.
        var whole = context.Call;
        context.Call = whole with { Registration = null };
        try
        {
            return await RegisterOnePartAsync(context, part, token);
        }
        finally
        {
            context.Call = whole;
        }
    }

    private async Task<StepOutcome> RegisterOnePartAsync(
        CallContext context, EmployeePart part, CancellationToken token)
    {
        var registered = await context.SendAsync(new(
            $"register {part.Id}", Register, Bitrix24Hooks.ProcessRegistrationParams,
            async stop => fields.Registration(context, await UserOf(context, part, stop), part))
        {
            Parameters = sent => fields.WithIdentity(sent, $"{context.Stage.CallId}/{part.Id}"),
            IsNeeded = true,
        }, token);
        if (registered.Result is not { } answer || BitrixJson.Text(answer, "CALL_ID") is not { Length: > 0 } id)
            return registered;
        context.Call = context.Call with
        {
            Registration = Bitrix24Registration.Read(answer) with
                { ResponsibleId = $"{context.Steps.Sent($"register {part.Id}")?["USER_ID"]}" },
        };
        return await context.SendAsync(new($"finish {part.Id}", Finish, Bitrix24Hooks.ProcessFinalParams,
            async stop => fields.Final(context, part, await UserOf(context, part, stop), id))
            { IsNeeded = true }, token);
    }

    private Task<StepOutcome> AddTaskAsync(CallContext context, CancellationToken token) =>
        !settings().TaskOnMissed.IsFor(context.Call) || (settings().TaskOnMissed.OnlyKnown && IsNew(context))
            ? Nothing : MissedTaskAsync(context, settings().TaskOnMissed, context.SendAsync(new(
            "task", "tasks.task.add", HookName.ProcessTaskCreationParams,
            async stop => fields.Task(context, await portal.ResponsibleAsync(context, stop)))
            {
                Parameters = Bitrix24Fields.MarkedTask($"Call {context.Stage.CallId}"),
                NextUsers = portal.NextUsers(context),
            }, token), result => BitrixJson.Text(BitrixJson.Field(result, "task"), "id"), Completed, token);

    private static RequestSpec Completed(string task) => new(
        $"complete task {task}", Bitrix24Transport.CompleteTask, null, new JsonObject { ["taskId"] = task });

    private static bool IsNew(CallContext context) =>
        HasMadeClient(context) || context.Call.Registration is not { EntityId.Length: > 0 };

    private static bool HasMadeClient(CallContext context) =>
        context.Call.Registration is { CreatedContactId.Length: > 0 } or { CreatedLeadId.Length: > 0 }
            or { CreatedCompanyId.Length: > 0 };

    // Without a hook: the vendor's hook is for missed calls.
    private Task<StepOutcome> AddNewContactTaskAsync(
        CallContext context, EmployeePart? taker, CancellationToken token) =>
        !settings().TaskOnNewContact.IsOn || !HasMadeClient(context) || taker is null ? Nothing
            : context.SendAsync(new("new contact task", "tasks.task.add", null,
                async stop => fields.NewContactTask(context, await UserOf(context, taker, stop)))
                { Parameters = Bitrix24Fields.MarkedTask($"New contact, call {context.Stage.CallId}") }, token);

    private async Task<long> UserOf(CallContext context, EmployeePart? part, CancellationToken token) =>
        part?.UserId ?? await portal.ResponsibleAsync(context, token);

    // A call that is registered from here is still open in Bitrix24: it is to be finished.
    protected override async Task<bool> IsInCrmAsync(CallContext context, CancellationToken token) =>
        context.Steps.ResultOf("register") is null
        && await portal.HasCallAsync(context, fields.BeginOf(context), token);

    private static long ActivityId(CallContext context) =>
        long.TryParse(context.Call.Registration?.ActivityId, out var id) ? id : 0;

    private static Func<JsonObject, JsonObject> Update(long id) =>
        changed => new() { ["id"] = id, ["fields"] = changed };
}
