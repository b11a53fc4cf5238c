using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>How requests to a CRM end.</summary>
internal sealed class CrmHealth(TimeProvider time)
{
    private readonly long[] _failures = new long[Enum.GetValues<CrmFailure>().Length];
    private long _requests;
    private volatile CrmTrouble? _trouble;

    /// <summary>All requests.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Those that were not done, by the reason; only reasons that there were.</summary>
    public IReadOnlyDictionary<CrmFailure, long> Failures => Enum.GetValues<CrmFailure>()
        .Select(failure => (failure, Count: Interlocked.Read(ref _failures[(int)failure])))
        .Where(one => one.Count > 0).ToDictionary(one => one.failure, one => one.Count);

    /// <summary>Why nothing is done now; <c>null</c> when the last request was.</summary>
    public CrmTrouble? Trouble => _trouble;

    /// <param name="problem">Says what is wrong with an answer that the request's sender judges; nothing by
    /// default.</param>
    /// <exception cref="CrmException">As the request throws it.</exception>
    public async Task<T> WatchAsync<T>(Task<T> request, Func<T, CrmException?>? problem = null)
    {
        try
        {
            var answer = await request;
            if (problem?.Invoke(answer) is { } wrong)
                Failed(wrong);
            else
                _trouble = null;
            return answer;
        }
        catch (CrmException error)
        {
            Failed(error);
            throw;
        }
        finally
        {
            Interlocked.Increment(ref _requests);
        }
    }

    // Who refuses one request, or asks for patience, is there all the same.
    private void Failed(CrmException error)
    {
        Interlocked.Increment(ref _failures[(int)error.Failure]);
        if (error.Failure is CrmFailure.Rejected or CrmFailure.TooLarge)
            _trouble = null;
        else if (error.Failure != CrmFailure.RateLimited)
            _trouble = new(_trouble?.Since ?? time.GetUtcNow(), error);
    }
}

/// <summary>A CRM that does nothing for us.</summary>
/// <param name="Since">The first request in a row that failed.</param>
/// <param name="Error">The last one's failure.</param>
internal sealed record CrmTrouble(DateTimeOffset Since, CrmException Error);
