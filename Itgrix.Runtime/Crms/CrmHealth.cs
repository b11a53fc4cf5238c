using System.Collections.Concurrent;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>Counts the outcomes of requests to a CRM.</summary>
internal sealed class CrmHealth(TimeProvider time)
{
    private readonly long[] _failures = new long[Enum.GetValues<CrmFailure>().Length];
    private readonly ConcurrentDictionary<string, CrmTrouble> _denied = [];
    private long _requests, _lastAnswer;
    private volatile CrmTrouble? _trouble;

    /// <summary>The number of requests.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>The number of failed requests by reason; only reasons that occurred.</summary>
    public IReadOnlyDictionary<CrmFailure, long> Failures => Enum.GetValues<CrmFailure>()
        .Select(failure => (failure, Count: Interlocked.Read(ref _failures[(int)failure])))
        .Where(one => one.Count > 0).ToDictionary(one => one.failure, one => one.Count);

    /// <summary>When the CRM last did what it was asked; <c>null</c> when it did not since the start.</summary>
    public DateTimeOffset? LastAnswer =>
        Interlocked.Read(ref _lastAnswer) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>The present outage; <c>null</c> when the last request succeeded.</summary>
    public CrmTrouble? Trouble => _trouble;

    /// <summary>The kinds of requests that the CRM denies for lack of a right.</summary>
    public IEnumerable<CrmTrouble> Denied => _denied.Values.OrderBy(denied => denied.Since);

    /// <param name="kind">The kind of the request, to which a right may be missing.</param>
    /// <param name="problem">Finds a problem in an answer that the sender judges; none by
    /// default.</param>
    /// <exception cref="CrmException">The request failed with it.</exception>
    public async Task<T> WatchAsync<T>(string kind, Task<T> request, Func<T, CrmException?>? problem = null)
    {
        try
        {
            var answer = await request;
            if (problem?.Invoke(answer) is { } wrong)
                Failed(kind, wrong);
            else
                Succeeded(kind);
            return answer;
        }
        catch (CrmException error)
        {
            Failed(kind, error);
            throw;
        }
        finally
        {
            Interlocked.Increment(ref _requests);
        }
    }

    private void Succeeded(string kind)
    {
        _trouble = null;
        Interlocked.Exchange(ref _lastAnswer, time.GetUtcNow().UtcTicks);
        _denied.TryRemove(kind, out _);
    }

    // A CRM that rejects one request, or asks for a delay, is reachable all the same.
    private void Failed(string kind, CrmException error)
    {
        Interlocked.Increment(ref _failures[(int)error.Failure]);
        if (error.Failure == CrmFailure.Forbidden)
            _denied.AddOrUpdate(
                kind, _ => new(time.GetUtcNow(), error), (_, known) => known with { Error = error });
        if (error.Failure is CrmFailure.Rejected or CrmFailure.TooLarge or CrmFailure.UnknownUser
            or CrmFailure.Forbidden or CrmFailure.TooEarly)
            _trouble = null;
        else if (error.Failure != CrmFailure.RateLimited)
            _trouble = new(_trouble?.Since ?? time.GetUtcNow(), error);
    }
}

/// <summary>An outage of a CRM.</summary>
/// <param name="Since">The first request in a row that failed.</param>
/// <param name="Error">The failure of the last request.</param>
internal sealed record CrmTrouble(DateTimeOffset Since, CrmException Error);
