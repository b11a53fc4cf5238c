using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>What Kommo is told of a call, stage by stage.</summary>
/// <param name="account">Who is who.</param>
/// <param name="made">What calls make.</param>
/// <param name="settings">Those in force.</param>
internal sealed class KommoFlow(
    HookRunner hooks, KommoDirectory account, KommoFields fields, KommoNewClients made, Func<KommoCallOptions> settings,
    Action<CallStageEvent, HookOutcome>? ran = null)
    : CallFlow(Crm.Kommo, hooks, ran)
{
    // A card that comes minutes late shows nothing that is so any more.
    private static readonly TimeSpan CardGoodFor = TimeSpan.FromMinutes(2);

    public override string OutcomeOf(CallSteps steps)
    {
        if (KommoOutcome.HasNoClient(steps))
            steps.NotRegistered ??= "no contact or company has the number";
        return CallOutcome.Of(steps, RegisteredAs(steps), ["call", "unsorted"]);
    }

    public override string? RegisteredAs(CallSteps steps) => KommoOutcome.RegisteredAs(steps);

    protected override async Task RequestedAsync(CallContext call, CancellationToken token)
    {
        if (!await KnowAsync(call, token))
            return;
        await made.ContactAsync(call, token);
        if (CardOf(call) == CardMoment.Ring)
            await ShowCardAsync(call, token);
    }

    // Whoever took the call unasked has not seen the card before.
    protected override async Task AcceptedAsync(CallContext call, CancellationToken token)
    {
        if (!await KnowAsync(call, token))
            return;
        await made.ContactAsync(call, token);
        if (CardOf(call) != CardMoment.Never)
            await ShowCardAsync(call, token);
        await made.LeadAsync(call, token);
    }

    protected override Task EndedAsync(CallContext call, CancellationToken token) => KnowAsync(call, token);

    protected override async Task CallEndedAsync(CallContext call, CancellationToken token)
    {
        if (!await KnowAsync(call, token))
            return;
        await made.ContactAsync(call, token);
        await made.LeadAsync(call, token);
        if (await RegisterAsync(call, await LinkAsync(call, token), token))
            await call.RegisteredAsync(token);
        await UpdateAsync(call, call.Call.Entity, "contact", KommoTransport.ChangeContact, token);
        await UpdateAsync(call, call.Call.Deal, "lead", KommoTransport.ChangeLead, token);
        await AddTasksAsync(call, token);
    }

    // False: it is nothing for Kommo.
    private async Task<bool> KnowAsync(CallContext call, CancellationToken token)
    {
        await account.KnowEmployeesAsync(call, token);
        if (!account.IsFollowed(call.Call))
        {
            call.Steps.NotRegistered = "by kommo.only_users";
            return false;
        }
        await account.KnowClientAsync(call, token);
        return true;
    }

    private async Task ShowCardAsync(CallContext call, CancellationToken token)
    {
        if (CallEmployees.IdOf(call.Conversation) is { } user)
            await call.SendAsync(new($"card {call.Stage.ConversationId}", KommoTransport.ShowCard, null,
                KommoFields.Card(call, user)) { GoodFor = CardGoodFor }, token);
    }

    private async Task<string> LinkAsync(CallContext call, CancellationToken token)
    {
        var isLinked = call.Recordings?.Links is not null || settings().RecordingLink is not null;
        var recording = await call.RecordingAsync(isLinked ? RecordingUse.Link : RecordingUse.None, token);
        // A link cannot be put into the call later.
        if (recording.IsAwaited)
            throw new CallWaitsException("recording");
        var link = call.LinkOf(recording, settings().LinkOf);
        call.Call = call.Call with { Record = link };
        return link;
    }

    // A call from a number that nobody has is kept with what somebody has to accept, or not at all.
    private async Task<bool> RegisterAsync(CallContext call, string link, CancellationToken token)
    {
        if (call.Call.Entity is null && made.KindFor(call) == KommoClientKind.Unsorted)
            return await made.UnsortedAsync(call, link, token);
        var answer = await call.SendAsync(new("call", KommoTransport.AddCall, "process_call_params",
            fields.Call(call, account.ResponsibleFor(call), link))
            { Parameters = sent => made.Dated(KommoPayload.Call(sent, call)) }, token);
        return answer?.Number("id") > 0;
    }

    /// <summary>Who took the call gets what it made; a hook may change more. What stays as it is is not sent.</summary>
    private async Task UpdateAsync(
        CallContext call, Entity? entity, string name, string method, CancellationToken token)
    {
        var hook = $"process_{name}_update_params";
        if (entity is null || entity.Type != name || !long.TryParse(entity.Id, out var id))
            return;
        var before = KommoDirectory.ResponsibleOf(entity);
        var after = TakesOver(call, entity) ?? before;
        if (after is null || (after == before && !call.IsCustomized(hook)))
            return;
        await call.SendAsync(new($"change {name}", method, hook, KommoFields.Update(id, after.Value))
            { Parameters = changed => IsChange(changed, before) ? KommoPayload.Update(changed, id) : null }, token);
    }

    private static bool IsChange(JsonObject changed, long? responsible) => changed.Any(field =>
        field.Key != "id" && (field.Key != "responsible_user_id" || $"{field.Value}" != $"{responsible}"));

    private long? TakesOver(CallContext call, Entity entity) => settings().TakeOver switch
    {
        _ when !call.Call.WasAnswered => null,
        KommoTakeOver.Never => null,
        KommoTakeOver.New when !entity.IsNew => null,
        _ => CallEmployees.IdOf(call.Conversation),
    };

    private async Task AddTasksAsync(CallContext call, CancellationToken token)
    {
        var options = settings();
        if (options.TaskOnMissed.IsFor(call.Call))
            await call.SendAsync(new("task", KommoTransport.AddTask, "process_task_creation_params",
                fields.MissedTask(call, options, account.ResponsibleFor(call)))
                { Parameters = task => made.Dated(KommoPayload.Task(task)) }, token);
        if (options.TaskOnNewContact.IsOn && call.Call is { WasAnswered: true, Entity.IsNew: true })
            await call.SendAsync(new("task for the new contact", KommoTransport.AddTask, null,
                KommoPayload.Task(fields.NewContactTask(call, options, account.ResponsibleFor(call))))
                { Parameters = made.Dated }, token);
    }

    protected override Task<bool> IsInCrmAsync(CallContext call, CancellationToken token) =>
        account.HasCallAsync(call, token);

    private CardMoment CardOf(CallContext call) => call.Stage.IsPast ? CardMoment.Never
        : call.Call.Channel.Type == CallType.Outgoing ? settings().Card.Outgoing : settings().Card.Incoming;
}
