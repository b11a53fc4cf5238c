using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// The steps of one call: what has been done, and how the rest is done. Each step is done once, however often a flow
/// runs for it: it is on the disk before it is sent, and its result before the flow continues.
/// </summary>
internal sealed class CallSteps(
    CallKey call, IEnumerable<OutboxRequest> known, IStepStore store, ICrmTransport transport, RetryDelays delays,
    TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("outbox");

    // No step of a flow: the flow was interrupted while it read something from the CRM.
    private const string Interruption = "pause";

    // Each change removes a user or a field from the request.
    private const int MaxChanges = 20;

    // A query that failed so often, while the CRM answered others, is not answered soon.
    private const int MinUnanswered = 2;

    // What a CRM does not find within that time, it never finds.
    private static readonly TimeSpan MaxEarly = TimeSpan.FromDays(1);

    private readonly Dictionary<string, OutboxRequest> _steps = known.ToDictionary(step => step.Name);

    // Steps that the flow asked for in this run.
    private readonly HashSet<string> _asked = [];

    /// <summary>Whether the CRM did not answer a query, so that no step is taken before a later time.</summary>
    public bool IsPostponed => Find(Interruption) is { State: StepState.Waiting } step && step.Due > time.GetUtcNow();

    /// <summary>The call.</summary>
    public CallKey Call => call;

    /// <summary>Why the CRM does not get the call, for the log; <c>null</c> when it does.</summary>
    public string? NotRegistered { get; set; }

    /// <summary>
    /// The step that the call waits for: a later retry, else a dead letter; <c>null</c> when there is none.
    /// </summary>
    public OutboxRequest? WaitsFor =>
        _steps.Values.Where(step => step.State == StepState.Waiting && step.Due > time.GetUtcNow())
            .MaxBy(step => step.Due)
        ?? _steps.Values.FirstOrDefault(step => step.State == StepState.DeadLettered);

    /// <summary>The time until that step is due; <c>null</c> for a dead letter.</summary>
    public TimeSpan? DueIn(OutboxRequest step) => step.State == StepState.Waiting ? step.Due - time.GetUtcNow() : null;

    /// <summary>The step with that name; <c>null</c> when it was not started.</summary>
    public OutboxRequest? Find(string name) => _steps.GetValueOrDefault(name);

    /// <summary>The steps of the call in the order of their creation.</summary>
    public IEnumerable<OutboxRequest> All => _steps.Values;

    /// <summary>Whether the step was started.</summary>
    public bool Has(string name) => _steps.ContainsKey(name);

    /// <summary>The result of a step that is done; <c>null</c> when it is not done.</summary>
    public JsonElement? ResultOf(string name) =>
        _steps.TryGetValue(name, out var step) && step.State == StepState.Done ? JsonElement.Parse(step.Result) : null;

    /// <summary>
    /// The parameters of a step; <c>null</c> when there is no such step, or a hook cancelled it.
    /// </summary>
    public JsonObject? Sent(string name) =>
        _steps.TryGetValue(name, out var step) && step.State == StepState.Done && step.Parameters.Length > 0
        ? WithoutUntil(JsonNode.Parse(step.Parameters)!.AsObject()) : null;

    /// <summary>Sends a request, unless it was sent before.</summary>
    /// <param name="request">The request.</param>
    /// <param name="make">
    /// Makes its parameters, with the hook; <c>null</c> when the hook cancels it. It runs once: its result is stored.
    /// </param>
    /// <param name="token">Cancels.</param>
    /// <returns>
    /// Its result; none when it was cancelled, dropped or moved to the dead-letter list. Deferred, and with it the
    /// flow, when it is retried later or later steps need it.
    /// </returns>
    public async Task<StepOutcome> SendAsync(
        RequestSpec request, Func<CancellationToken, Task<JsonObject?>> make, CancellationToken token)
    {
        _asked.Add(request.Name);
        var isNew = !_steps.TryGetValue(request.Name, out var step);
        step ??= await MakeAsync(request, make, token);
        if (step.State == StepState.Waiting)
            step = await TryAsync(step, isNew && !request.LooksFirst, token, isDue: IsOld(step, request.Patience));
        return step.State switch
        {
            StepState.Done => StepOutcome.Done(JsonElement.Parse(step.Result)),
            StepState.Discarded => StepOutcome.None,
            StepState.Waiting when IsOld(step, request.Patience) => StepOutcome.None,
            StepState.DeadLettered when !request.IsNeeded => StepOutcome.None,
            _ => StepOutcome.Deferred(step.Name),
        };
    }

    /// <summary>Queries the CRM without changing anything, so that the query can be repeated.</summary>
    /// <returns>The answer; <c>null</c> when the CRM refuses.</returns>
    /// <exception cref="CrmException">The CRM does not answer now.</exception>
    public async Task<JsonElement?> ReadAsync(string method, JsonObject parameters, CancellationToken token)
    {
        try
        {
            return await transport.SendAsync(method, parameters, outcomeUnknown: false, token);
        }
        catch (CrmException error) when (!error.IsRetried || error.Failure == CrmFailure.Forbidden)
        {
            OutboxLogMessages.NotRead(Log, call, method, error.Message);
            return null;
        }
    }

    /// <summary>
    /// Records that the CRM did not answer a query, and decides whether the call goes on without it: after a timeout,
    /// when the CRM answers others meanwhile. While it answers nothing, every call waits.
    /// </summary>
    /// <param name="what">The name of the query.</param>
    /// <param name="error">The failure.</param>
    /// <param name="timeout">The maximum time to wait for the answer.</param>
    /// <param name="lastAnswer">When the CRM last answered a request; <c>null</c>: never.</param>
    /// <param name="token">Cancels.</param>
    public async Task<bool> GoesOnWithoutAsync(
        string what, CrmException error, TimeSpan timeout, DateTimeOffset? lastAnswer, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var name = Unanswered(what);
        var failing = Find(name) is { State: StepState.Discarded } known ? known : New(name);
        var tries = lastAnswer > failing.Due ? failing.Tries + 1 : failing.Tries;
        await SaveAsync(failing with
            { State = StepState.Discarded, Error = error.Message, Tries = tries, Due = now }, token);
        if (tries < MinUnanswered || now - failing.Made < timeout)
            return false;
        OutboxLogMessages.NotRead(Log, call, what, error.Message);
        return true;
    }

    /// <summary>Records that the CRM answers a query again.</summary>
    public async Task AnsweredAsync(string what, CancellationToken token)
    {
        if (Find(Unanswered(what)) is { State: StepState.Discarded } failing)
            await SaveAsync(failing with { State = StepState.Done }, token);
    }

    /// <summary>Runs something once and stores its outcome, such as a hook that acts by itself.</summary>
    public async Task<JsonNode?> OnceAsync(
        string name, Func<CancellationToken, Task<JsonNode?>> act, CancellationToken token)
    {
        if (_steps.TryGetValue(name, out var step))
            return step.Result.Length > 0 ? JsonNode.Parse(step.Result) : null;
        var result = await act(token);
        var text = result is null ? "" : JsonBytes.Text(result);
        await SaveAsync(New(name) with { State = StepState.Done, Result = text }, token);
        return result;
    }

    /// <summary>Waits for something that does not come from the CRM: the flow runs again after a delay.</summary>
    /// <param name="name">The name of the step that waits.</param>
    /// <param name="timeout">The maximum time to wait.</param>
    /// <param name="delay">The delay before the next attempt, by the time waited so far.</param>
    /// <param name="token">Cancels.</param>
    /// <returns>False after the timeout.</returns>
    public async Task<bool> WaitForAsync(
        string name, TimeSpan timeout, Func<TimeSpan, TimeSpan> delay, CancellationToken token)
    {
        _asked.Add(name);
        var now = time.GetUtcNow();
        var step = _steps.GetValueOrDefault(name) ?? New(name);
        var waited = now - step.Made;
        var isWaiting = step.State == StepState.Waiting && waited < timeout;
        if (isWaiting)
            await SaveAsync(step with { Tries = step.Tries + 1, Due = now + delay(waited) }, token);
        else if (step.State == StepState.Waiting && Has(name))
            await SaveAsync(step with { State = StepState.Discarded, Error = "It did not come in time." }, token);
        return isWaiting;
    }

    /// <summary>Records that what the call waited for is there.</summary>
    public async Task FoundAsync(string name, CancellationToken token)
    {
        if (_steps.TryGetValue(name, out var step) && step.State == StepState.Waiting)
            await SaveAsync(step with { State = StepState.Done }, token);
    }

    /// <summary>Postpones the call, because the CRM does not answer.</summary>
    public Task PostponeAsync(CrmException error, CancellationToken token)
    {
        var interruption = _steps.GetValueOrDefault(Interruption) ?? New(Interruption);
        return SaveAsync(Failed(interruption, error) with { State = StepState.Waiting }, token);
    }

    /// <summary>Continues after a query without an answer, when its time has come.</summary>
    public async Task ResumeAsync(CancellationToken token)
    {
        if (Find(Interruption) is { State: StepState.Waiting } step && step.Due <= time.GetUtcNow())
            await SaveAsync(step with { State = StepState.Discarded }, token);
    }

    /// <summary>Sends what still waits and no flow asks for any more, as after an administrator's decision.</summary>
    /// <param name="isOver">Whether the flow is over, so that nothing is waited for any more.</param>
    /// <param name="token">Cancels.</param>
    public async Task SendRestAsync(bool isOver, CancellationToken token)
    {
        var now = time.GetUtcNow();
        // What the flow asks for is left to the flow, which waits for it and may have to look around before.
        foreach (var step in _steps.Values.Where(step => step.State == StepState.Waiting && step.Due <= now
            && (isOver || !_asked.Contains(step.Name))).ToList())
            await (step.Method.Length > 0 ? TryAsync(step, isNew: false, token)
                : SaveAsync(isOver ? step with { State = StepState.Discarded }
                    : step with { Due = now + delays.FirstDelay }, token));
    }

    private async Task<OutboxRequest> MakeAsync(
        RequestSpec request, Func<CancellationToken, Task<JsonObject?>> make, CancellationToken token)
    {
        if (request.Known is { } find && await find(token) is { } known)
            return await SaveAsync(
                New(request.Name) with { State = StepState.Done, Result = known.GetRawText() }, token);
        var parameters = await make(token);
        if (parameters is not null && request.GoodFor is { } goodFor)
            parameters[PseudoParameters.Until] = (time.GetUtcNow() + goodFor).ToUnixTimeSeconds();
        return await SaveAsync(New(request.Name) with
        {
            State = parameters is null ? StepState.Discarded : StepState.Waiting,
            Method = request.Method,
            Parameters = parameters is null ? "" : JsonBytes.Text(parameters),
            // A crash after this point leaves it unknown whether the request was sent.
            OutcomeUnknown = parameters is not null,
        }, token);
    }

    private async Task<OutboxRequest> TryAsync(
        OutboxRequest step, bool isNew, CancellationToken token, bool isDue = false)
    {
        var now = time.GetUtcNow();
        if (step.Due > now && !isDue)
            return step;
        var parameters = JsonNode.Parse(step.Parameters)!.AsObject();
        if (parameters[PseudoParameters.Until] is { } until && (long)until < now.ToUnixTimeSeconds())
            return await SaveAsync(
                step with { State = StepState.Discarded, Error = "It came too late to be of use." }, token);
        var outcomeUnknown = step.OutcomeUnknown && !isNew;
        if (!step.OutcomeUnknown)
            step = await SaveAsync(step with { OutcomeUnknown = true }, token);
        for (var changes = 0; ; changes++)
        {
            try
            {
                var result = await transport.SendAsync(
                    step.Method, WithoutUntil(parameters), outcomeUnknown, token);
                return await SaveAsync(step with
                {
                    State = StepState.Done, Result = result.GetRawText(), Tries = step.Tries + 1, Error = "",
                }, token);
            }
            catch (CrmException error) when (error.Instead is { } changed && changes < MaxChanges)
            {
                step = await SaveAsync(
                    step with { Parameters = JsonBytes.Text(changed), Tries = step.Tries + 1, Error = error.Message },
                    token);
                OutboxLogMessages.Changed(Log, step);
                // An earlier attempt may have been processed all the same.
                parameters = changed;
            }
            catch (CrmException error)
            {
                var failed = Failed(step, error) with { OutcomeUnknown = outcomeUnknown || error.OutcomeUnknown };
                if (failed.State == StepState.DeadLettered)
                    OutboxLogMessages.DeadLettered(Log, failed);
                else
                    OutboxLogMessages.Retried(Log, failed, delays.After(failed.Tries));
                return await SaveAsync(failed, token);
            }
        }
    }

    private OutboxRequest Failed(OutboxRequest step, CrmException error)
    {
        var tries = step.Tries + 1;
        var due = time.GetUtcNow() + delays.After(tries);
        return step with
        {
            State = error.IsRetried && !IsTooLate(step, error) ? StepState.Waiting : StepState.DeadLettered,
            Error = error.Message,
            Tries = tries,
            Due = error.RetryAt > due ? error.RetryAt.Value : due,
        };
    }

    private static string Unanswered(string what) => $"read {what}";

    private bool IsOld(OutboxRequest step, TimeSpan? patience) => time.GetUtcNow() - step.Made > patience;

    private static JsonObject WithoutUntil(JsonObject parameters)
    {
        parameters.Remove(PseudoParameters.Until);
        return parameters;
    }

    private bool IsTooLate(OutboxRequest step, CrmException error) =>
        error.Failure == CrmFailure.TooEarly && time.GetUtcNow() - step.Made > MaxEarly;

    private OutboxRequest New(string name) => new(call, name) { Made = time.GetUtcNow(), Due = time.GetUtcNow() };

    private async Task<OutboxRequest> SaveAsync(OutboxRequest step, CancellationToken token)
    {
        await store.SaveAsync(step, token);
        return _steps[step.Name] = step;
    }
}
