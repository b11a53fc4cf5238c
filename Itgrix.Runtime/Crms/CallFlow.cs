using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms;

/// <summary>The flow of a call through its stages, as far as it is the same for every CRM.</summary>
internal abstract class CallFlow(Crm crm, CrmServices services) : ICallStageHandler
{
    private static readonly ILogger Log = AppLog.For("past calls"), FlowLog = AppLog.For("calls");

    // A phone rings meanwhile.
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(2);

    private static readonly HookName[] DecidingHooks =
        [HookName.NeedRegistration, HookName.ProcessClientPhone, HookName.ProcessUserPhone];

    /// <summary>How long a registration waits for a client that cannot be created.</summary>
    public static readonly TimeSpan ClientPatience = TimeSpan.FromMinutes(10);

    /// <summary>A card that comes minutes late is outdated.</summary>
    protected static readonly TimeSpan CardGoodFor = TimeSpan.FromMinutes(2);

    /// <summary>There is nothing to do.</summary>
    protected static readonly Task<StepOutcome> Nothing = Task.FromResult(StepOutcome.None);

    /// <summary>How long a call waits for a query that is not answered, where it can go on without.</summary>
    public static readonly TimeSpan QueryPatience = TimeSpan.FromMinutes(10);

    public Crm Crm => crm;

    /// <summary>When the CRM last answered a request; <c>null</c>: never, or it is not known.</summary>
    public Func<DateTimeOffset?> LastAnswer { private get; init; } = () => null;

    /// <summary>The account that gets the calls.</summary>
    public AccountId Account { get; } = new(crm, services.Account);

    /// <summary>
    /// Handles a stage of a call. Stages of one call come in order, several calls in parallel; a stage that was not
    /// delivered completely comes again.
    /// </summary>
    /// <param name="stage">The stage.</param>
    /// <param name="steps">The steps of the call, which also send the rest.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="CrmException">The CRM does not answer now.</exception>
    public async Task<StepOutcome> HandleStageAsync(CallStageEvent stage, CallSteps steps, CancellationToken token)
    {
        steps.NotRegistered = KeepsAnonymous && IsAnonymous(stage.Call) ? null : WhyNotOfClient(stage.Call);
        if (steps.NotRegistered is not null)
            return StepOutcome.None;
        var context = new CallContext(crm, stage, services.Hooks, steps, services.Ran)
            { Recordings = services.Recordings, WriteMore = WriteMore, LastAnswer = LastAnswer() };
        var counts = services.Extensions().Count(stage.Call);
        var isWanted = counts && await IsWantedAsync(context, token);
        if (!isWanted)
            steps.NotRegistered = counts ? "need_registration" : "by extensions.only or extensions.except";
        return await (stage.Stage switch
        {
            CallStage.CallEnded when !isWanted => RejectedAsync(context, token),
            _ when !isWanted => Nothing,
            _ when stage.IsPast && await IsDeliveredAsync(context, token) => Nothing,
            CallStage.ConversationRequested => RequestedAsync(context, token),
            CallStage.ConversationAccepted => AcceptedAsync(context, token),
            CallStage.ConversationEnded => EndedAsync(context, token),
            _ => CallEndedAsync(context, token),
        });
    }

    /// <summary>Adds what is known of the call so far, without storing anything; by default nothing.</summary>
    /// <exception cref="CrmException">The CRM does not answer now.</exception>
    protected virtual Task KnowSoFarAsync(CallContext context, CancellationToken token) => Task.CompletedTask;

    /// <summary>The outcome of a call with a handled end, for the log.</summary>
    public virtual string OutcomeOf(CallSteps steps) => CallOutcome.Of(steps, RegisteredAs(steps), []);

    /// <summary>How the CRM has the call so far, for the log; <c>null</c> when it does not have it.</summary>
    public virtual string? RegisteredAs(CallSteps steps) => null;

    /// <summary>Whether calls of callers without a number are registered.</summary>
    protected virtual bool KeepsAnonymous => false;

    protected abstract Task<StepOutcome> RequestedAsync(CallContext context, CancellationToken token);

    protected abstract Task<StepOutcome> AcceptedAsync(CallContext context, CancellationToken token);

    protected abstract Task<StepOutcome> EndedAsync(CallContext context, CancellationToken token);

    protected abstract Task<StepOutcome> CallEndedAsync(CallContext context, CancellationToken token);

    /// <summary>Whether the CRM already has the complete call, though no record of it is left here.</summary>
    /// <exception cref="CrmException">The CRM does not answer now.</exception>
    protected virtual Task<bool> IsInCrmAsync(CallContext context, CancellationToken token) => Task.FromResult(false);

    /// <summary>
    /// Handles the end of a call that need_registration rejects, though an earlier stage may be registered.
    /// </summary>
    protected virtual Task<StepOutcome> RejectedAsync(CallContext context, CancellationToken token) => Nothing;

    /// <summary>Takes steps one after another, up to one that is deferred.</summary>
    protected static async Task<StepOutcome> InOrderAsync(params IEnumerable<Func<Task<StepOutcome>>> steps)
    {
        foreach (var step in steps)
        {
            if (await step() is { IsDeferred: true } deferred)
                return deferred;
        }
        return StepOutcome.None;
    }

    /// <summary>Takes steps that do not need each other: one that is deferred or fails holds up none of them.</summary>
    /// <exception cref="CrmException">The CRM did not answer a query of one of them.</exception>
    protected static async Task<StepOutcome> EachAsync(params IEnumerable<Func<Task<StepOutcome>>> steps)
    {
        var (deferred, unanswered) = (StepOutcome.None, (CrmException?)null);
        foreach (var step in steps)
        {
            try
            {
                if (await step() is { IsDeferred: true } one)
                    deferred = deferred.IsDeferred ? deferred : one;
            }
            catch (CrmException error)
            {
                unanswered ??= error;
            }
        }
        return unanswered is null ? deferred : throw unanswered;
    }

    /// <summary>Takes a step that no other needs: it is retried without the flow.</summary>
    protected static async Task<StepOutcome> OptionalAsync(Task<StepOutcome> step)
    {
        await step;
        return StepOutcome.None;
    }

    /// <summary>Whether the employee sees the client's card at this stage.</summary>
    protected static bool ShowsCard(CallContext context, CrmCallOptions options)
    {
        if (context.Stage.IsPast)
            return false;
        var moment = context.Call.Channel.Type == CallType.Outgoing ? options.Card.Outgoing : options.Card.Incoming;
        // An employee who picked up another's call has not seen the card when the phone rang.
        return context.Stage.Stage == CallStage.ConversationRequested
            ? moment == CardMoment.Ring : moment != CardMoment.Never;
    }

    /// <summary>
    /// Takes a step that creates a task for a missed call. The task is completed at once when the client was reached
    /// since the call.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <param name="options">The settings.</param>
    /// <param name="task">Creates the task.</param>
    /// <param name="idIn">The task's id in the result.</param>
    /// <param name="complete">Completes a task by its id.</param>
    /// <param name="token">Cancels.</param>
    protected async Task<StepOutcome> MissedTaskAsync(
        CallContext context, MissedTaskOptions options, Task<StepOutcome> task, Func<JsonElement, string?> idIn,
        Func<string, RequestSpec> complete, CancellationToken token)
    {
        var outcome = await task;
        if (!options.Complete || services.MissedTasks is not { } tasks || outcome.Result is not { } result
            || idIn(result) is not { Length: > 0 } id)
            return outcome;
        var (phone, missed) = (context.Call.Client.Best, TimeOf(context.Stage));
        // Once: a later call may have completed it when this flow runs again.
        await context.Steps.OnceAsync("task recorded", async stop =>
        {
            await tasks.AddAsync(Account, phone, id, missed, stop);
            return null;
        }, token);
        if (context.Steps.Has(complete(id).Name) || await tasks.ReachedAtAsync(Account, phone, token) > missed)
            await CompleteAsync(context, tasks, id, complete, token);
        return outcome;
    }

    /// <summary>After the client was reached: completes the tasks of calls that were missed before.</summary>
    protected async Task<StepOutcome> CompleteTasksAsync(
        CallContext context, MissedTaskOptions options, Func<string, RequestSpec> complete, CancellationToken token)
    {
        var phone = context.Call.Client.Best;
        if (!options.Complete || services.MissedTasks is not { } tasks || !context.Call.WasAnswered
            || phone.Length == 0)
            return StepOutcome.None;
        var reached = TimeOf(context.Stage);
        await tasks.ReachedAsync(Account, phone, reached, token);
        foreach (var id in await tasks.OpenAsync(Account, phone, reached, token))
            await CompleteAsync(context, tasks, id, complete, token);
        return StepOutcome.None;
    }

    // Nothing waits for it: it is retried without the flow.
    private async Task CompleteAsync(
        CallContext context, MissedTaskLedger tasks, string id, Func<string, RequestSpec> complete,
        CancellationToken token)
    {
        await context.SendAsync(complete(id), token);
        await tasks.RemoveAsync(Account, context.Call.Client.Best, id, token);
    }

    private DateTimeOffset TimeOf(CallStageEvent stage) => new(
        DateTime.SpecifyKind(stage.Time, DateTimeKind.Unspecified), services.Zone.GetUtcOffset(stage.Time));

    /// <summary>Writes the fields of a hook's input that only this CRM has.</summary>
    protected virtual void WriteMore(Utf8JsonWriter writer, HookDefinition hook, CallContext context)
    {
    }

    // The hooks that decide about a call see what is known of it so far; what comes later is asked again.
    private async Task<bool> IsWantedAsync(CallContext context, CancellationToken token)
    {
        var plain = context.Call;
        if (DecidingHooks.Any(context.IsCustomized))
            await LookAsync(context, token);
        await context.NumbersAsync(token);
        if (context.Call.Client.Best != plain.Client.Best && context.IsCustomized(HookName.NeedRegistration))
            await LookAsync(context, token);
        var isWanted = await context.NeedsRegistrationAsync(token);
        context.Call = context.Call with
        {
            Entity = plain.Entity, Deal = plain.Deal, Registration = plain.Registration,
            Conversations = context.Call.Conversations.ToDictionary(
                one => one.Key, one => one.Value with { User = plain.Conversations[one.Key].User }),
        };
        return isWanted;
    }

    private async Task LookAsync(CallContext context, CancellationToken token)
    {
        using var limit = new CancellationTokenSource(LookLimit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, limit.Token);
        try
        {
            await KnowSoFarAsync(context, either.Token);
        }
        catch (CrmException error)
        {
            CallFlowLogMessages.NotKnown(FlowLog, context.Stage.CallId, crm, error.Message);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            CallFlowLogMessages.NotKnown(
                FlowLog, context.Stage.CallId, crm, $"There is no answer within {LookLimit.TotalSeconds} s.");
        }
    }

    // Once: a registration by this run must not be mistaken for an earlier one.
    private async Task<bool> IsDeliveredAsync(CallContext context, CancellationToken token)
    {
        var isInCrm = await context.Steps.OnceAsync("in the CRM", async stop =>
        {
            if (!await IsInCrmAsync(context, stop))
                return null;
            CallFlowLogMessages.IsInCrm(Log, crm, context.Stage.CallId);
            return JsonValue.Create(true);
        }, token) is not null;
        if (isInCrm)
            context.Steps.NotRegistered = "has it already";
        return isInCrm;
    }

    /// <summary>Whether the call is of interest to a CRM: internal calls and calls without a number are not.</summary>
    public static bool IsOfClient(CallFull call) => WhyNotOfClient(call) is null;

    /// <summary>
    /// Whether a call may be registered in a CRM: one with a client's number, or of a caller without any.
    /// </summary>
    public static bool MayBeRegistered(CallFull call) => IsOfClient(call) || IsAnonymous(call);

    private static bool IsAnonymous(CallFull call) =>
        call.Channel.Type == CallType.Incoming && !NumberPlan.IsPhone(call.Client.Original);

    private static string? WhyNotOfClient(CallFull call) => call.Channel.Type switch
    {
        CallType.Local => "internal call",
        CallType.Unknown => "neither incoming nor outgoing",
        _ when IsAnonymous(call) => "no client's number, and the setting anonymous is off",
        _ when !NumberPlan.IsPhone(call.Client.Original) => "no client's number",
        _ when call.Client.IsLocal => "the client's number is internal",
        _ => null,
    };
}
