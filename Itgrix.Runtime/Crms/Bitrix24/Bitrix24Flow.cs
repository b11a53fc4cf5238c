using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>What Bitrix24 is told of a call, stage by stage.</summary>
/// <param name="portal">What Bitrix24 knows already: employees, clients.</param>
internal sealed class Bitrix24Flow(
    HookRunner hooks, Func<Bitrix24CallOptions> settings, Bitrix24Directory portal, Bitrix24Fields fields,
    Action<CallStageEvent, HookOutcome>? ran = null)
    : CallFlow(Crm.Bitrix24, hooks, ran)
{
    private const string Register = "telephony.externalcall.register", Finish = "telephony.externalcall.finish";

    // A card that comes minutes late shows nothing that is so any more.
    private static readonly TimeSpan CardGoodFor = TimeSpan.FromMinutes(2);

    public override string OutcomeOf(CallSteps steps) => CallOutcome.Of(steps, RegisteredAs(steps), ["register"]);

    public override string? RegisteredAs(CallSteps steps) => Bitrix24Outcome.RegisteredAs(steps);

    protected override async Task RequestedAsync(CallContext call, CancellationToken token)
    {
        if (await RegisterAsync(call, token) && CardOf(call) == CardMoment.Ring)
            await ShowCardAsync(call, token);
    }

    // Whoever took the call unasked has not seen the card before.
    protected override async Task AcceptedAsync(CallContext call, CancellationToken token)
    {
        if (await RegisterAsync(call, token) && CardOf(call) != CardMoment.Never)
            await ShowCardAsync(call, token);
        await HideCardsAsync(call, token);
    }

    protected override async Task EndedAsync(CallContext call, CancellationToken token)
    {
        await portal.KnowEmployeesAsync(call, token);
        await HideCardsAsync(call, token);
    }

    protected override async Task CallEndedAsync(CallContext call, CancellationToken token)
    {
        var isRegistered = await RegisterAsync(call, token);
        var recording = await call.RecordingAsync(UseOfRecordings, token);
        var parts = EmployeePart.From(call.Call);
        // Nothing can be put into a call that is not finished.
        var isFinished = isRegistered && await FinishAsync(call, parts.FirstOrDefault(), token);
        if (isFinished && !recording.IsAwaited)
        {
            await AttachAsync(call, recording, token);
            await UpdateActivityAsync(call, token);
            await UpdateEntityAsync(call, token);
        }
        // After a transfer each employee who talked has a call of his own; whose phone only rang has none.
        foreach (var part in parts.Skip(1))
            await RegisterPartAsync(call, part, token);
        if (settings().TaskOnMissed.IsFor(call.Call))
            await AddTaskAsync(call, token);
        if (settings().TaskOnNewContact.IsOn && HasMadeClient(call) && parts is [var taker, ..])
            await AddNewContactTaskAsync(call, taker, token);
        // Then what was left out above is done, and only that.
        if (isFinished && recording.IsAwaited)
            throw new CallWaitsException("recording");
    }

    // It is registered by an earlier stage or by a click, and would stay open in Bitrix24 for ever: it is finished, and
    // that is all. No hook is asked for a call that is not wanted.
    protected override async Task RefusedAsync(CallContext call, CancellationToken token)
    {
        if (call.Steps.ResultOf("register") is not { } registered)
            return;
        await portal.KnowEmployeesAsync(call, token);
        await portal.KnowClientAsync(call, registered, token);
        await HideCardsAsync(call, token);
        var part = EmployeePart.From(call.Call).FirstOrDefault();
        var user = await UserOf(call, part, token);
        await call.SendAsync(new("finish", Finish, null, fields.Final(call, part, user)) { IsNeeded = true }, token);
    }

    // A call that began with a click has been registered by Bitrix24: its step is done before the call begins.
    private async Task<bool> RegisterAsync(CallContext call, CancellationToken token)
    {
        await portal.KnowEmployeesAsync(call, token);
        var answer = await call.SendAsync(new("register", Register, "process_registration_params", async stop =>
            await WithContactAsync(call, fields.Registration(call, await portal.ResponsibleAsync(call, stop)), stop))
        {
            Parameters = sent => fields.WithIdentity(sent, call.Stage.CallId),
            IsNeeded = true,
        }, token);
        if (answer is null)
            return false;
        await portal.KnowClientAsync(call, answer.Value, token);
        await call.RegisteredAsync(token);
        return true;
    }

    private async Task<JsonObject> WithContactAsync(CallContext call, JsonObject registration, CancellationToken token)
    {
        if (fields.CreateOf(call.Call.Channel.Type) != ClientKind.Contact || !await portal.IsUnknownAsync(call, token))
            return registration;
        var contact = fields.Contact(call, (long)registration["USER_ID"]!);
        if (await call.SendAsync(new("contact", "crm.contact.add", null, contact), token) is { } made)
        {
            registration["CRM_ENTITY_TYPE"] = "CONTACT";
            registration["CRM_ENTITY_ID"] = BitrixJson.NumberOf(made.ToString());
        }
        return registration;
    }

    private async Task ShowCardAsync(CallContext call, CancellationToken token)
    {
        if (call.Conversation?.User is { } user)
            await call.SendAsync(new($"show {call.Stage.ConversationId}", "telephony.externalcall.show",
                "customize_show_call_card", Bitrix24Fields.Card(call.Call.Registration!.Id, user.Id))
                { GoodFor = CardGoodFor }, token);
    }

    // Whom it was shown to, the hook had the last word of.
    private static async Task HideCardsAsync(CallContext call, CancellationToken token)
    {
        foreach (var (id, conversation) in call.Call.Conversations)
        {
            if (call.Steps.Sent($"show {id}") is { } shown && IsOutOfIt(call, conversation))
                await call.SendAsync(new($"hide {id}", "telephony.externalcall.hide", null, shown)
                    { GoodFor = CardGoodFor }, token);
        }
    }

    // An employee may have several phones. Who talked last keeps the card, to write into it.
    private static bool IsOutOfIt(CallContext call, Conversation conversation)
    {
        var (his, others) = (new List<Channel>(), new List<Channel>());
        foreach (var one in call.Call.Conversations.Values)
            (one == conversation || one.User?.Id == conversation.User?.Id ? his : others).Add(one.Channel);
        return his.TrueForAll(line => line.State == ChannelState.Ended) && (!his.Exists(line => line.WasAnswered)
            || others.Exists(line => line.WasAnswered && line.State != ChannelState.Ended));
    }

    private async Task<bool> FinishAsync(CallContext call, EmployeePart? part, CancellationToken token)
    {
        var answer = await call.SendAsync(new("finish", Finish, "process_final_params",
            async stop => fields.Final(call, part, await UserOf(call, part, stop))) { IsNeeded = true }, token);
        if (answer is not { } finished)
            return false;
        var activity = BitrixJson.Text(finished, "CRM_ACTIVITY_ID");
        call.Call = call.Call with { Registration = call.Call.Registration! with { ActivityId = activity } };
        return true;
    }

    private RecordingUse UseOfRecordings => settings().Recording switch
    {
        RecordingMode.File => RecordingUse.Upload,
        RecordingMode.Link => RecordingUse.Link,
        _ => RecordingUse.None,
    };

    private async Task AttachAsync(CallContext call, CallRecording recording, CancellationToken token)
    {
        if (recording.Path.Length == 0 || settings().Recording == RecordingMode.None)
            return;
        if (settings().Recording == RecordingMode.File)
        {
            await call.SendAsync(new("record", "telephony.externalCall.attachRecord", null,
                Bitrix24Fields.Recording(call.Call.Registration!.Id, recording.Path)), token);
            return;
        }
        if (call.LinkOf(recording, settings().LinkOf) is not { Length: > 0 } link)
            return;
        call.Call = call.Call with { Record = link };
        if (ActivityId(call) is > 0 and var activity)
            await call.SendAsync(new("record link", "crm.activity.update", "customize_attach_record_url",
                async stop => Bitrix24Fields.RecordingLink(link, await portal.ActivityAsync(activity, stop)))
                { Parameters = Update(activity) }, token);
    }

    private async Task UpdateActivityAsync(CallContext call, CancellationToken token)
    {
        if (call.IsCustomized("customize_activity") && ActivityId(call) is > 0 and var activity)
            await call.SendAsync(new("activity", "crm.activity.update", "customize_activity",
                async stop => new() { ["activity"] = await portal.ActivityAsync(activity, stop) })
                { Parameters = Update(activity) }, token);
    }

    private static async Task UpdateEntityAsync(CallContext call, CancellationToken token)
    {
        if (call.IsCustomized("customize_entity") && call.Call.Registration is { EntityType.Length: > 0 } client
            && long.TryParse(client.EntityId, out var id))
            await call.SendAsync(new("entity", $"crm.{client.EntityType}.update", "customize_entity", new JsonObject())
                { Parameters = Update(id) }, token);
    }

    private async Task RegisterPartAsync(CallContext call, EmployeePart part, CancellationToken token)
    {
        var answer = await call.SendAsync(new($"register {part.Id}", Register, "process_registration_params",
            async stop => fields.Registration(call, await UserOf(call, part, stop), part))
        {
            Parameters = sent => fields.WithIdentity(sent, $"{call.Stage.CallId}/{part.Id}"),
            IsNeeded = true,
        }, token);
        if (answer is { } registered && BitrixJson.Text(registered, "CALL_ID") is { Length: > 0 } id)
            await call.SendAsync(new($"finish {part.Id}", Finish, "process_final_params",
                async stop => fields.Final(call, part, await UserOf(call, part, stop), id)) { IsNeeded = true }, token);
    }

    private Task AddTaskAsync(CallContext call, CancellationToken token) =>
        call.SendAsync(new("task", "tasks.task.add", "process_task_creation_params",
            async stop => fields.Task(call, await portal.ResponsibleAsync(call, stop)))
            { Parameters = Bitrix24Fields.MarkedTask($"Call {call.Stage.CallId}") }, token);

    private static bool HasMadeClient(CallContext call) =>
        call.Call.Registration is { CreatedContactId.Length: > 0 } or { CreatedLeadId.Length: > 0 };

    // Without a hook: the vendor's is for calls that nobody took.
    private Task AddNewContactTaskAsync(CallContext call, EmployeePart taker, CancellationToken token) =>
        call.SendAsync(new("new contact task", "tasks.task.add", null,
            async stop => fields.NewContactTask(call, await UserOf(call, taker, stop)))
            { Parameters = Bitrix24Fields.MarkedTask($"New contact, call {call.Stage.CallId}") }, token);

    private async Task<long> UserOf(CallContext call, EmployeePart? part, CancellationToken token) =>
        part?.UserId ?? await portal.ResponsibleAsync(call, token);

    // One that it has open is registered here: it is finished.
    protected override async Task<bool> IsInCrmAsync(CallContext call, CancellationToken token) =>
        call.Steps.ResultOf("register") is null && await portal.HasCallAsync(call, fields.BeginOf(call), token);

    private CardMoment CardOf(CallContext call) => call.Stage.IsPast ? CardMoment.Never
        : call.Call.Channel.Type == CallType.Outgoing ? settings().Card.Outgoing : settings().Card.Incoming;

    private static long ActivityId(CallContext call) =>
        long.TryParse(call.Call.Registration?.ActivityId, out var id) ? id : 0;

    private static Func<JsonObject, JsonObject> Update(long id) =>
        changed => new() { ["id"] = id, ["fields"] = changed };
}
