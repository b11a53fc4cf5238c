namespace Itgrix.Runtime.Outbox;

/// <summary>Keeps steps only once the stages are kept that they come of.</summary>
internal sealed class AfterCommitSteps(IReadOnlyList<InFlightStage> stages, IStepStore store) : IStepStore
{
    private readonly Task _kept = Task.WhenAll(stages.Select(stage => stage.Kept));

    /// <summary>Ends once the stages are on the disk, and fails when one of them is not kept.</summary>
    public Task KeptAsync(CancellationToken token) => _kept.WaitAsync(token);

    public async Task SaveAsync(OutboxRequest step, CancellationToken token)
    {
        await KeptAsync(token);
        await store.SaveAsync(step, token);
    }
}
