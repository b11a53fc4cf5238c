using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Cli;

/// <summary>A step of the outbox for a person to decide about.</summary>
internal sealed record OutboxStep(OutboxStore Store, OutboxRequest Step)
{
    /// <summary>Whether it was chosen with all others of its kind.</summary>
    public bool IsOfKind { get; private init; }

    /// <summary>The step with a number, or all dead letters of a kind.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static async Task<IReadOnlyList<OutboxStep>> ChosenAsync(
        OutboxStore store, string id, CancellationToken token)
    {
        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return [await FindAsync(store, number, token)];
        var kinds = DeadLetterKind.From(await store.ListAsync(StepState.DeadLettered, int.MaxValue, token));
        return kinds.FirstOrDefault(one => one.Id == id) is { } kind
            ? [.. kind.Requests.Select(one => new OutboxStep(store, one) { IsOfKind = true })]
            : throw new UsageException($"There is no {PrintableText.Short(id, 40)} in the outbox: give a number of "
                + "'./run.sh outbox --all', or a kind of './run.sh outbox kinds'.");
    }

    /// <exception cref="UsageException">There is no step of that number.</exception>
    private static async Task<OutboxStep> FindAsync(OutboxStore store, long id, CancellationToken token) =>
        await store.FindAsync(id, token) is { } step
            ? new(store, step)
            : throw new UsageException($"There is no {id} in the outbox: './run.sh outbox --all' lists what is there.");

    /// <summary>The request with changed fields; <c>null</c> removes one.</summary>
    public JsonObject Merged(JsonObject change) => Merge(JsonNode.Parse(Step.Parameters)?.AsObject() ?? [], change);

    /// <summary>Sends it again at once, with a new count of attempts.</summary>
    /// <param name="parameters">The new request; <c>null</c>: unchanged.</param>
    /// <param name="token">Cancels.</param>
    public async Task ResendAsync(JsonObject? parameters, CancellationToken token)
    {
        await ReplaceAsync(Step with
        {
            State = StepState.Waiting,
            Due = DateTimeOffset.UtcNow,
            Tries = 0,
            Error = "",
            Parameters = parameters is null ? Step.Parameters : HookCommand.Text(parameters),
        }, token);
        Console.Error.WriteLine($"{Step.Id} {Step.Method} of call {Step.Call.CallId}: "
            + "a running service sends it now, else at its next start.");
    }

    /// <summary>Discards it: it is never sent.</summary>
    public async Task DropAsync(CancellationToken token)
    {
        await ReplaceAsync(Step with { State = StepState.Discarded }, token);
        Console.Error.WriteLine($"{Step.Id} {Step.Method} of call {Step.Call.CallId}: dropped, it is never sent.");
    }

    // As RFC 7396 says it.
    private static JsonObject Merge(JsonObject fields, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is JsonObject part)
                fields[name] = Merge(fields[name]?.DeepClone() as JsonObject ?? [], part);
            else if (value is null)
                fields.Remove(name);
            else
                fields[name] = value.DeepClone();
        }
        return fields;
    }

    private async Task ReplaceAsync(OutboxRequest changed, CancellationToken token)
    {
        if (Step.State is not (StepState.Waiting or StepState.DeadLettered))
            throw new UsageException(
                $"{Step.Id} is {OutboxText.NameOf(Step.State)}: only dead letters and waiting ones can be changed.");
        if (Step.Method.Length == 0)
            throw new UsageException($"{Step.Id} is not a request: there is nothing to send or drop.");
        if (!await Store.ReplaceAsync(Step, changed, token))
            throw new UsageException($"{Step.Id} was changed at the same time, by the service or another user: "
                + $"look at it again with './run.sh outbox show {Step.Id}'.");
    }
}
