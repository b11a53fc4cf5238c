using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>
/// The open tasks to call a client back, by the client's number: known by their ids, whatever a hook or an employee
/// made of their texts. They are kept as steps under a name that no call has.
/// </summary>
internal sealed class MissedTaskLedger(Func<IOutboxStore> store)
{
    private const string Reached = "reached";

    /// <summary>Records a task that was created for a missed call.</summary>
    /// <param name="account">The account that has the task.</param>
    /// <param name="phone">The client's number.</param>
    /// <param name="task">The task's id.</param>
    /// <param name="missed">The end of the missed call.</param>
    /// <param name="token">Cancels.</param>
    public Task AddAsync(
        AccountId account, string phone, string task, DateTimeOffset missed, CancellationToken token) =>
        SaveAsync(KeyOf(account, phone), $"task {task}", task, missed, StepState.Done, token);

    /// <summary>Records that the task is completed.</summary>
    public Task RemoveAsync(AccountId account, string phone, string task, CancellationToken token) =>
        SaveAsync(KeyOf(account, phone), $"task {task}", task, default, StepState.Discarded, token);

    /// <summary>Records that the client was reached; the latest time counts.</summary>
    public async Task ReachedAsync(AccountId account, string phone, DateTimeOffset at, CancellationToken token)
    {
        if (await ReachedAtAsync(account, phone, token) is not { } before || before < at)
            await SaveAsync(KeyOf(account, phone), Reached, "", at, StepState.Done, token);
    }

    /// <summary>When the client was last reached; <c>null</c> when it is not known.</summary>
    public async Task<DateTimeOffset?> ReachedAtAsync(AccountId account, string phone, CancellationToken token) =>
        (await OfAsync(account, phone, token)).FirstOrDefault(step => step.Name == Reached)?.Made;

    /// <summary>The open tasks of calls that were missed before that time.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(
        AccountId account, string phone, DateTimeOffset before, CancellationToken token) =>
    [
        .. from step in await OfAsync(account, phone, token)
           where step.Name != Reached && step.State == StepState.Done && step.Made <= before
           select JsonElement.Parse(step.Result).GetString()!,
    ];

    private async Task<IReadOnlyList<OutboxRequest>> OfAsync(
        AccountId account, string phone, CancellationToken token) =>
        (await store().LoadAsync(KeyOf(account, phone), token)).Steps;

    private Task SaveAsync(
        CallKey key, string name, string task, DateTimeOffset at, StepState state, CancellationToken token) =>
        store().SaveAsync(
            new(key, name) { State = state, Result = JsonSerializer.Serialize(task), Made = at, Due = at }, token);

    private static CallKey KeyOf(AccountId account, string phone) =>
        new(account, $"tasks of {PhoneSuffix.From(phone)}");
}
