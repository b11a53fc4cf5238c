namespace Itgrix.Runtime.Outbox;

/// <summary>Saves steps only after the stages that they come from are committed.</summary>
internal sealed class AfterCommitSteps(IReadOnlyList<InFlightStage> stages, IStepStore store) : IStepStore
{
    private readonly Task _kept = Task.WhenAll(stages.Select(stage => stage.Kept));

    /// <summary>Completes when the stages are on the disk; fails when one of them cannot be stored.</summary>
    public Task KeptAsync(CancellationToken token) => _kept.WaitAsync(token);

    public async Task SaveAsync(OutboxRequest step, CancellationToken token)
    {
        await KeptAsync(token);
        await store.SaveAsync(step, token);
    }
}
