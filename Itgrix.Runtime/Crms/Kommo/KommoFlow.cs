using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Hooks.Kommo;
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
    CrmServices services, KommoDirectory account, KommoFields fields, KommoNewClients made,
    Func<KommoCallOptions> settings)
    : CallFlow(Crm.Kommo, services)
{
    public override string OutcomeOf(CallSteps steps)
    {
        if (KommoOutcome.HasNoClient(steps))
            steps.NotRegistered ??= "no contact or company has the number";
        return CallOutcome.Of(steps, RegisteredAs(steps), ["call", "unsorted"]);
    }

    public override string? RegisteredAs(CallSteps steps) => KommoOutcome.RegisteredAs(steps);

    protected override bool KeepsAnonymous => settings().Anonymous;

    protected override async Task KnowSoFarAsync(CallContext context, CancellationToken token)
    {
        await account.KnowSoFarAsync(context, token);
        if (context.Call.Entity is null && await made.KnownContactAsync(context, token) is { } contact)
            context.Call = context.Call with { Entity = contact };
    }

    protected override Task<StepOutcome> RequestedAsync(CallContext context, CancellationToken token) => KnownAsync(
        context, token,
        () => ContactAsync(context, token),
        () => OptionalAsync(ShowCardAsync(context, token)));

    protected override Task<StepOutcome> AcceptedAsync(CallContext context, CancellationToken token) => KnownAsync(
        context, token,
        () => ContactAsync(context, token),
        () => OptionalAsync(ShowCardAsync(context, token)),
        () => LeadAsync(context, token));

    protected override Task<StepOutcome> EndedAsync(CallContext context, CancellationToken token) =>
        KnownAsync(context, token);

    protected override Task<StepOutcome> CallEndedAsync(CallContext context, CancellationToken token) => KnownAsync(
        context, token,
        () => ContactAsync(context, token),
        () => LeadAsync(context, token),
        () => EachAsync(
            () => RegisterAsync(context, token),
            () => UpdateAsync(context, context.Call.Entity, "contact", KommoHooks.ProcessContactUpdateParams,
                KommoTransport.ChangeContact, token),
            () => UpdateAsync(context, context.Call.Deal, "lead", KommoHooks.ProcessLeadUpdateParams,
                KommoTransport.ChangeLead, token),
            () => AddMissedTaskAsync(context, token),
            () => CompleteTasksAsync(context, settings().TaskOnMissed, Completed, token),
            () => AddNewContactTaskAsync(context, token)));

    // The steps of a call that is recorded in Kommo.
    private async Task<StepOutcome> KnownAsync(
        CallContext context, CancellationToken token, params IEnumerable<Func<Task<StepOutcome>>> steps) =>
        await KnowAsync(context, token) ? await InOrderAsync(steps) : StepOutcome.None;

    private Task<StepOutcome> ContactAsync(CallContext context, CancellationToken token) =>
        KommoDirectory.MayCreateClient(context) ? made.ContactAsync(context, token) : Nothing;

    private Task<StepOutcome> LeadAsync(CallContext context, CancellationToken token) =>
        KommoDirectory.MayCreateLead(context) ? made.LeadAsync(context, token) : Nothing;

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

    private Task<StepOutcome> ShowCardAsync(CallContext context, CancellationToken token) =>
        ShowsCard(context, settings()) && context.Call.Client.Best.Length > 0
            && CallEmployees.IdOf(context.Conversation) is { } user
            ? context.SendAsync(new($"card {context.Stage.ConversationId}", KommoTransport.ShowCard, null,
                KommoFields.Card(context, user)) { GoodFor = CardGoodFor }, token)
            : Nothing;

    // Null: the recording is not complete yet.
    private async Task<string?> LinkAsync(CallContext context, CancellationToken token)
    {
        var isLinked = context.Recordings?.Links is not null || settings().RecordingLink is not null;
        var recording = await context.RecordingAsync(isLinked ? RecordingUse.Link : RecordingUse.None, token);
        if (recording.IsAwaited)
            return null;
        var link = context.LinkOf(recording, settings().LinkOf);
        context.Call = context.Call with { Record = link };
        return link;
    }

    // A call from an unknown number is recorded with its incoming lead, or not at all.
    private async Task<StepOutcome> RegisterAsync(CallContext context, CancellationToken token)
    {
        // A link cannot be added to the call later.
        if (await LinkAsync(context, token) is not { } link)
            return StepOutcome.Deferred("recording");
        var isUnsorted = context.Call.Entity is null && KommoDirectory.MayCreateClient(context)
            && made.KindFor(context) == KommoClientKind.Unsorted;
        var outcome = isUnsorted ? await made.UnsortedAsync(context, link, token) : await context.SendAsync(new(
            "call", KommoTransport.AddCall, KommoHooks.ProcessCallParams,
            fields.Call(context, await account.ResponsibleAsync(context, token), link))
            {
                Parameters = sent => made.Dated(KommoPayload.Call(sent, context)),
                NextUsers = account.NextUsers(context),
            }, token);
        if (isUnsorted ? outcome.IsDone : outcome.Result?.Number("id") > 0)
            await context.RegisteredAsync(token);
        return outcome;
    }

    /// <summary>
    /// Assigns the created entities to the employee who answered; a hook may change more. Unchanged fields are not
    /// sent.
    /// </summary>
    private Task<StepOutcome> UpdateAsync(
        CallContext context, Entity? entity, string name, HookName hook, string method, CancellationToken token)
    {
        if (entity is null || entity.Type != name || !long.TryParse(entity.Id, out var id))
            return Nothing;
        var before = Responsibility.Of(entity);
        var after = TakesOver(context, entity) ?? before;
        if (after == before && !context.IsCustomized(hook))
            return Nothing;
        return context.SendAsync(new($"change {name}", method, hook, KommoFields.Update(id, after))
            { Parameters = changed => Changed(changed, before) is { Count: > 0 } rest
                ? KommoPayload.Update(rest, id) : null }, token);
    }

    // An unchanged employee may be one that Kommo does not accept any more.
    private static JsonObject Changed(JsonObject changed, long? responsible)
    {
        changed.Remove("id");
        if ($"{changed["responsible_user_id"]}" == $"{responsible}")
            changed.Remove("responsible_user_id");
        return changed;
    }

    private long? TakesOver(CallContext context, Entity entity) => settings().TakeOver switch
    {
        _ when !context.Call.WasAnswered => null,
        KommoTakeOver.Never => null,
        KommoTakeOver.New when !entity.IsNew => null,
        _ => CallEmployees.IdOf(context.Conversation),
    };

    private async Task<StepOutcome> AddMissedTaskAsync(CallContext context, CancellationToken token) =>
        !settings().TaskOnMissed.IsFor(context.Call)
            || (settings().TaskOnMissed.OnlyKnown && context.Call.Entity is null or { IsNew: true })
            ? StepOutcome.None : await MissedTaskAsync(context, settings().TaskOnMissed, context.SendAsync(new(
            "task", KommoTransport.AddTask, HookName.ProcessTaskCreationParams,
            fields.MissedTask(context, settings(), await account.ResponsibleAsync(context, token)))
            {
                Parameters = task => made.Dated(KommoPayload.Task(task)),
                NextUsers = account.NextUsers(context),
            }, token), result => result.Text("id"), Completed, token);

    private static RequestSpec Completed(string task) => new(
        $"complete task {task}", KommoTransport.CompleteTask, null, KommoFields.Completed(task));

    private async Task<StepOutcome> AddNewContactTaskAsync(CallContext context, CancellationToken token)
    {
        if (!settings().TaskOnNewContact.IsOn || context.Call is not { WasAnswered: true, Entity.IsNew: true })
            return StepOutcome.None;
        var task = fields.NewContactTask(context, settings(), await account.ResponsibleAsync(context, token));
        return await context.SendAsync(new("task for the new contact", KommoTransport.AddTask, null,
            KommoPayload.Task(task)) { Parameters = made.Dated }, token);
    }

    protected override Task<bool> IsInCrmAsync(CallContext context, CancellationToken token) =>
        account.HasCallAsync(context, token);
}
