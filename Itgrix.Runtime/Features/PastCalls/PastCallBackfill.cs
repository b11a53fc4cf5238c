using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>Adds past calls to the outbox that it does not have; no faster than it delivers them.</summary>
internal sealed class PastCallBackfill(
    PastCallReader reader, IOutboxStore store, CallOutbox outbox, IReadOnlyCollection<AccountId> accounts,
    TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("past calls");

    // Live calls must not wait behind thousands of past ones; but past ones go on, however busy the day is.
    private const int MaxActive = 8;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(1);

    /// <exception cref="CelStoreException">The channel events cannot be read.</exception>
    /// <exception cref="StorageException">The outbox cannot be used.</exception>
    public async Task<PastCallState> BackfillAsync(string id, CancellationToken token)
    {
        try
        {
            if (await KnownAsync(id, token) is { } known)
                return known;
            var call = await reader.ReadAsync(id, token);
            if (call.Stages.Count > 0)
                await RoomAsync(token);
            foreach (var stage in call.Stages)
                await outbox.AddAsync(stage, token);
            return call.State;
        }
        catch (Exception error)
            when (error is not (OperationCanceledException or CelStoreException or StorageException))
        {
            PastCallLogMessages.CallFailed(Log, id, error);
            return PastCallState.Failed;
        }
    }

    private async Task<PastCallState?> KnownAsync(string id, CancellationToken token)
    {
        var works = await Task.WhenAll(accounts.Select(account => store.LoadAsync(new(account, id), token)));
        if (Array.TrueForAll(works, work => work.IsComplete))
            return PastCallState.Complete;
        return Array.TrueForAll(
                works, work => work.IsComplete || work.Stages.Any(stage => stage.Stage == CallStage.CallEnded))
            ? PastCallState.Waiting : null;
    }

    private async Task RoomAsync(CancellationToken token)
    {
        var began = time.GetTimestamp();
        while (outbox.Active >= MaxActive && time.GetElapsedTime(began) < Timeout)
            await Task.Delay(Look, time, token);
    }
}
