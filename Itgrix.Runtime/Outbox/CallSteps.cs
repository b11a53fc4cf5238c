using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// What has been done for one call, and the doing of the rest: each step once, however often a flow is run for it. A
/// step is on the disk before it is sent, and its result before the flow goes on.
/// </summary>
internal sealed class CallSteps(
    CallKey call, IEnumerable<OutboxRequest> known, IStepStore store, ICrmTransport transport, RetryDelays pauses,
    TimeProvider time)
{
    // No step of a flow: the call's way was interrupted while something was read from the CRM.
    private const string Pause = "pause";

    private readonly Dictionary<string, OutboxRequest> _steps = known.ToDictionary(step => step.Name);

    /// <summary>Whether something is tried again only later.</summary>
    public bool IsWaiting => _steps.Values.Any(step => step.State == StepState.Waiting && step.Due > time.GetUtcNow());

    /// <summary>The call.</summary>
    public CallKey Call => call;

    /// <summary>Why the CRM does not get the call, for the log; <c>null</c> when it does.</summary>
    public string? NotRegistered { get; set; }

    /// <summary>What the call waits for: a later retry, else a dead letter; <c>null</c>: nothing.</summary>
    public OutboxRequest? WaitsFor =>
        _steps.Values.Where(step => step.State == StepState.Waiting && step.Due > time.GetUtcNow())
            .MaxBy(step => step.Due)
        ?? _steps.Values.FirstOrDefault(step => step.State == StepState.DeadLettered);

    /// <summary>How long it is until that step is due; nothing for a dead letter.</summary>
    public TimeSpan? DueIn(OutboxRequest step) => step.State == StepState.Waiting ? step.Due - time.GetUtcNow() : null;

    /// <summary>The step of that name; <c>null</c> when it was not begun.</summary>
    public OutboxRequest? Find(string name) => _steps.GetValueOrDefault(name);

    /// <summary>Its steps, in the order in which they were made.</summary>
    public IEnumerable<OutboxRequest> All => _steps.Values;

    /// <summary>Whether a step was begun.</summary>
    public bool Has(string name) => _steps.ContainsKey(name);

    /// <summary>What a step that is done resulted in; <c>null</c> when it is not done.</summary>
    public JsonElement? ResultOf(string name) =>
        _steps.TryGetValue(name, out var step) && step.State == StepState.Done ? JsonElement.Parse(step.Result) : null;

    /// <summary>
    /// The parameters that a step was made with; <c>null</c> when there is none, or it was cancelled.
    /// </summary>
    public JsonObject? Sent(string name) =>
        _steps.TryGetValue(name, out var step) && step.State == StepState.Done && step.Parameters.Length > 0
        ? JsonNode.Parse(step.Parameters)!.AsObject() : null;

    /// <summary>Sends a request, unless that was done before.</summary>
    /// <returns>Its result; <c>null</c> when it was cancelled, dropped or set aside.</returns>
    /// <exception cref="CallWaitsException">It is tried again later; so is the flow.</exception>
    public async Task<JsonElement?> SendAsync(DeliveryOptions plan, CancellationToken token)
    {
        var isNew = !_steps.TryGetValue(plan.Name, out var step);
        step ??= await MakeAsync(plan, token);
        if (step.State == StepState.Waiting)
            step = await TryAsync(step, plan.GoodFor, isNew && !plan.LooksFirst, token);
        return step.State switch
        {
            StepState.Done => JsonElement.Parse(step.Result),
            StepState.Discarded => null,
            StepState.DeadLettered when !plan.IsNeeded => null,
            _ => throw new CallWaitsException(step.Name),
        };
    }

    /// <summary>Asks the CRM something that changes nothing, so that it may be asked again.</summary>
    /// <returns>The answer; <c>null</c> when the CRM refuses.</returns>
    /// <exception cref="CrmException">It does not answer now.</exception>
    public async Task<JsonElement?> ReadAsync(string method, JsonObject parameters, CancellationToken token)
    {
        try
        {
            return await transport.SendAsync(method, parameters, outcomeUnknown: false, token);
        }
        catch (CrmException error) when (!IsWorthARetry(error))
        {
            OutboxLogMessages.NotRead(call, method, error.Message);
            return null;
        }
    }

    /// <summary>Something whose outcome is remembered, such as a hook that acts itself.</summary>
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

    /// <summary>Something is not there yet that the CRM does not give: the way is gone again after a pause.</summary>
    /// <param name="name">What.</param>
    /// <param name="timeout">For how long that is done.</param>
    /// <param name="pause">How long a pause is, by how long it was looked for.</param>
    /// <param name="token">Cancels.</param>
    /// <returns>False when it has taken too long.</returns>
    public async Task<bool> LookAgainAsync(
        string name, TimeSpan timeout, Func<TimeSpan, TimeSpan> pause, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var step = _steps.GetValueOrDefault(name) ?? New(name);
        var waited = now - step.Made;
        var isWaiting = step.State == StepState.Waiting && waited < timeout;
        if (isWaiting)
            await SaveAsync(step with { Tries = step.Tries + 1, Due = now + pause(waited) }, token);
        else if (step.State == StepState.Waiting && Has(name))
            await SaveAsync(step with { State = StepState.Discarded, Error = "It did not come in time." }, token);
        return isWaiting;
    }

    /// <summary>What was looked for is there.</summary>
    public async Task FoundAsync(string name, CancellationToken token)
    {
        if (_steps.TryGetValue(name, out var step) && step.State == StepState.Waiting)
            await SaveAsync(step with { State = StepState.Done }, token);
    }

    /// <summary>The call's way was interrupted by a CRM that does not answer: it goes on later.</summary>
    public Task PauseAsync(CrmException error, CancellationToken token) => SaveAsync(
        Failed(_steps.GetValueOrDefault(Pause) ?? New(Pause), error) with { State = StepState.Waiting }, token);

    /// <summary>Sends what still waits though no flow asks for it any more, as after a person's decision.</summary>
    public async Task SendRestAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        foreach (var step in _steps.Values.Where(step => step.State == StepState.Waiting && step.Due <= now).ToList())
            await (step.Method.Length == 0
                ? SaveAsync(step with { State = StepState.Discarded }, token)
                : TryAsync(step, null, isNew: false, token));
    }

    private async Task<OutboxRequest> MakeAsync(DeliveryOptions plan, CancellationToken token)
    {
        var parameters = await plan.Make(token);
        return await SaveAsync(New(plan.Name) with
        {
            State = parameters is null ? StepState.Discarded : StepState.Waiting,
            Method = plan.Method,
            Parameters = parameters is null ? "" : JsonBytes.Text(parameters),
            // From here on a crash leaves it open whether it was sent.
            OutcomeUnknown = parameters is not null,
        }, token);
    }

    private async Task<OutboxRequest> TryAsync(OutboxRequest step, TimeSpan? goodFor, bool isNew, CancellationToken token)
    {
        var now = time.GetUtcNow();
        if (now - step.Made > goodFor)
            return await SaveAsync(
                step with { State = StepState.Discarded, Error = "It came too late to be of use." }, token);
        if (step.Due > now)
            return step;
        var outcomeUnknown = step.OutcomeUnknown && !isNew;
        if (!step.OutcomeUnknown)
            step = await SaveAsync(step with { OutcomeUnknown = true }, token);
        try
        {
            var parameters = JsonNode.Parse(step.Parameters)!.AsObject();
            var result = await transport.SendAsync(step.Method, parameters, outcomeUnknown, token);
            return await SaveAsync(step with
            {
                State = StepState.Done, Result = result.GetRawText(), Tries = step.Tries + 1, Error = "",
            }, token);
        }
        catch (CrmException error)
        {
            var failed = Failed(step, error) with { OutcomeUnknown = outcomeUnknown || error.OutcomeUnknown };
            if (failed.State == StepState.DeadLettered)
                OutboxLogMessages.DeadLettered(failed);
            else
                OutboxLogMessages.Later(failed, pauses.After(failed.Tries));
            return await SaveAsync(failed, token);
        }
    }

    private OutboxRequest Failed(OutboxRequest step, CrmException error)
    {
        var tries = step.Tries + 1;
        var due = time.GetUtcNow() + pauses.After(tries);
        return step with
        {
            State = IsWorthARetry(error) ? StepState.Waiting : StepState.DeadLettered,
            Error = error.Message,
            Tries = tries,
            Due = error.RetryAt > due ? error.RetryAt.Value : due,
        };
    }

    // What only a person can mend, such as a missing right, is mended without a word to us.
    private static bool IsWorthARetry(CrmException error) => error.IsTransient || error.NeedsAPerson;

    private OutboxRequest New(string name) => new(call, name) { Made = time.GetUtcNow(), Due = time.GetUtcNow() };

    private async Task<OutboxRequest> SaveAsync(OutboxRequest step, CancellationToken token)
    {
        await store.SaveAsync(step, token);
        return _steps[step.Name] = step;
    }
}
