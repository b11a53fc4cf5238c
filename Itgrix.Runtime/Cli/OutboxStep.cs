using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Cli;

/// <summary>A step of the outbox that a person decides about.</summary>
internal sealed record OutboxStep(OutboxStore Store, OutboxRequest Step)
{
    /// <exception cref="UsageException">There is none of that number.</exception>
    public static async Task<OutboxStep> FindAsync(OutboxStore store, long id, CancellationToken token) =>
        await store.FindAsync(id, token) is { } step
            ? new(store, step)
            : throw new UsageException($"There is no {id} in the outbox: './run.sh outbox --all' lists what is there.");

    /// <summary>Lets it be sent at once, as if for the first time.</summary>
    /// <param name="parameters">The new request; <c>null</c>: as it was.</param>
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

    /// <summary>It is never sent.</summary>
    public async Task DropAsync(CancellationToken token)
    {
        await ReplaceAsync(Step with { State = StepState.Discarded }, token);
        Console.Error.WriteLine($"{Step.Id} {Step.Method} of call {Step.Call.CallId}: dropped, it is never sent.");
    }

    private async Task ReplaceAsync(OutboxRequest changed, CancellationToken token)
    {
        if (Step.State is not (StepState.Waiting or StepState.DeadLettered))
            throw new UsageException(
                $"{Step.Id} is {OutboxText.NameOf(Step.State)}: only what waits or is set aside can be changed.");
        if (Step.Method.Length == 0)
            throw new UsageException($"{Step.Id} is no request: there is nothing to be sent or dropped.");
        if (!await Store.ReplaceAsync(Step, changed, token))
            throw new UsageException($"{Step.Id} was changed in this moment, by the service or somebody else: "
                + $"look at it again with './run.sh outbox show {Step.Id}'.");
    }
}
