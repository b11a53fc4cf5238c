using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Delivers a call to Kommo, stage by stage.</summary>
/// <param name="account">Users and clients.</param>
/// <param name="made">Creates contacts and leads.</param>
/// <param name="settings">The settings in force.</param>
internal sealed class KommoFlow(
    HookRunner hooks, KommoDirectory account, KommoFields fields, KommoNewClients made, Func<KommoCallOptions> settings,
    Action<CallStageEvent, HookOutcome>? ran = null)
    : CallFlow(Crm.Kommo, hooks, ran)
{
    public override string OutcomeOf(CallSteps steps)
    {
        if (KommoOutcome.HasNoClient(steps))
            steps.NotRegistered ??= "no contact or company has the number";
        return CallOutcome.Of(steps, RegisteredAs(steps), ["call", "unsorted"]);
    }

    public override string? RegisteredAs(CallSteps steps) => KommoOutcome.RegisteredAs(steps);

    protected override async Task RequestedAsync(CallContext context, CancellationToken token)
    {
        if (!await KnowAsync(context, token))
            return;
        await made.ContactAsync(context, token);
        if (ShowsCard(context, settings()))
            await ShowCardAsync(context, token);
    }

    protected override async Task AcceptedAsync(CallContext context, CancellationToken token)
    {
        if (!await KnowAsync(context, token))
            return;
        await made.ContactAsync(context, token);
        if (ShowsCard(context, settings()))
            await ShowCardAsync(context, token);
        await made.LeadAsync(context, token);
    }

    protected override Task EndedAsync(CallContext context, CancellationToken token) => KnowAsync(context, token);

    protected override async Task CallEndedAsync(CallContext context, CancellationToken token)
    {
        if (!await KnowAsync(context, token))
            return;
        await made.ContactAsync(context, token);
        await made.LeadAsync(context, token);
        if (await RegisterAsync(context, await LinkAsync(context, token), token))
            await context.RegisteredAsync(token);
        await UpdateAsync(context, context.Call.Entity, "contact", HookName.ProcessContactUpdateParams,
            KommoTransport.ChangeContact, token);
        await UpdateAsync(context, context.Call.Deal, "lead", HookName.ProcessLeadUpdateParams,
            KommoTransport.ChangeLead, token);
        await AddTasksAsync(context, token);
    }

    // False: the call is not recorded in Kommo.
    private async Task<bool> KnowAsync(CallContext context, CancellationToken token)
    {
        await account.KnowEmployeesAsync(context, token);
        if (!account.IsFollowed(context.Call))
        {
            context.Steps.NotRegistered = "by kommo.only_users";
            return false;
        }
        await account.KnowClientAsync(context, token);
        return true;
    }

    private async Task ShowCardAsync(CallContext context, CancellationToken token)
    {
        if (CallEmployees.IdOf(context.Conversation) is { } user)
            await context.SendAsync(new($"card {context.Stage.ConversationId}", KommoTransport.ShowCard, null,
                KommoFields.Card(context, user)) { GoodFor = CardGoodFor }, token);
    }

    private async Task<string> LinkAsync(CallContext context, CancellationToken token)
    {
        var isLinked = context.Recordings?.Links is not null || settings().RecordingLink is not null;
        var recording = await context.RecordingAsync(isLinked ? RecordingUse.Link : RecordingUse.None, token);
        // A link cannot be added to the call later.
        if (recording.IsAwaited)
            throw new CallWaitsException("recording");
        var link = context.LinkOf(recording, settings().LinkOf);
        context.Call = context.Call with { Record = link };
        return link;
    }

    // A call from an unknown number is recorded with its incoming lead, or not at all.
    private async Task<bool> RegisterAsync(CallContext context, string link, CancellationToken token)
    {
        if (context.Call.Entity is null && made.KindFor(context) == KommoClientKind.Unsorted)
            return await made.UnsortedAsync(context, link, token);
        var answer = await context.SendAsync(new("call", KommoTransport.AddCall, HookName.ProcessCallParams,
            fields.Call(context, await account.ResponsibleAsync(context), link))
            { Parameters = sent => made.Dated(KommoPayload.Call(sent, context)) }, token);
        return answer?.Number("id") > 0;
    }

    /// <summary>
    /// Assigns the created entities to the employee who answered; a hook may change more. Unchanged fields are not
    /// sent.
    /// </summary>
    private async Task UpdateAsync(
        CallContext context, Entity? entity, string name, HookName hook, string method, CancellationToken token)
    {
        if (entity is null || entity.Type != name || !long.TryParse(entity.Id, out var id))
            return;
        var before = Responsibility.Of(entity);
        var after = TakesOver(context, entity) ?? before;
        if (after is null || (after == before && !context.IsCustomized(hook)))
            return;
        await context.SendAsync(new($"change {name}", method, hook, KommoFields.Update(id, after.Value))
            { Parameters = changed => IsChange(changed, before) ? KommoPayload.Update(changed, id) : null }, token);
    }

    private static bool IsChange(JsonObject changed, long? responsible) => changed.Any(field =>
        field.Key != "id" && (field.Key != "responsible_user_id" || $"{field.Value}" != $"{responsible}"));

    private long? TakesOver(CallContext context, Entity entity) => settings().TakeOver switch
    {
        _ when !context.Call.WasAnswered => null,
        KommoTakeOver.Never => null,
        KommoTakeOver.New when !entity.IsNew => null,
        _ => CallEmployees.IdOf(context.Conversation),
    };

    private async Task AddTasksAsync(CallContext context, CancellationToken token)
    {
        var options = settings();
        if (options.TaskOnMissed.IsFor(context.Call))
            await context.SendAsync(new("task", KommoTransport.AddTask, HookName.ProcessTaskCreationParams,
                fields.MissedTask(context, options, await account.ResponsibleAsync(context)))
                { Parameters = task => made.Dated(KommoPayload.Task(task)) }, token);
        if (options.TaskOnNewContact.IsOn && context.Call is { WasAnswered: true, Entity.IsNew: true })
            await context.SendAsync(new("task for the new contact", KommoTransport.AddTask, null,
                KommoPayload.Task(fields.NewContactTask(context, options, await account.ResponsibleAsync(context))))
                { Parameters = made.Dated }, token);
    }

    protected override Task<bool> IsInCrmAsync(CallContext context, CancellationToken token) =>
        account.HasCallAsync(context, token);
}
