namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>State of a job.</summary>
internal enum PastCallJobState
{
    Waiting,
    Running,
    Done,

    /// <summary>It ended early; calls delivered until then stay delivered.</summary>
    Failed,
}

/// <summary>A redelivery of past calls, with the state of each call so far.</summary>
internal sealed class PastCallJob(string id, PastCallRequest request)
{
    // Enough for a person to look at; the counts cover all.
    private const int MaxListed = 5000;

    private readonly Lock _gate = new();
    private readonly Dictionary<PastCallState, int> _counts = [];
    private readonly List<(string Call, PastCallState State)> _calls = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PastCallJobState _state;
    private string? _problem;

    public string Id => id;

    public PastCallRequest Request => request;

    /// <summary>Completes when the job has ended, whatever its result.</summary>
    public Task Ended => _ended.Task;

    public PastCallJobState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    public void Begin()
    {
        lock (_gate)
            _state = PastCallJobState.Running;
    }

    public void Add(string call, PastCallState state)
    {
        lock (_gate)
        {
            _counts[state] = _counts.GetValueOrDefault(state) + 1;
            if (_calls.Count < MaxListed)
                _calls.Add((call, state));
        }
    }

    /// <param name="problem">Why it ended early; <c>null</c> when it did not.</param>
    public void End(string? problem = null)
    {
        lock (_gate)
            (_state, _problem) = (problem is null ? PastCallJobState.Done : PastCallJobState.Failed, problem);
        _ended.TrySetResult();
    }

    /// <summary>Number of calls by state.</summary>
    public string Counts
    {
        get
        {
            lock (_gate)
                return _counts.Count == 0
                    ? "no calls"
                    : string.Join(", ", _counts.Select(count => $"{count.Value} {NameOf(count.Key)}"));
        }
    }

    public JsonObject ToJson()
    {
        lock (_gate)
        {
            var json = new JsonObject
            {
                ["job"] = id,
                ["state"] = NameOf(_state),
                ["read"] = _counts.Values.Sum(),
                ["counts"] = new JsonObject(
                    _counts.Select(count => KeyValuePair.Create(NameOf(count.Key), (JsonNode?)count.Value))),
                ["calls"] = new JsonArray(
                    [.. _calls.Select(one => new JsonObject { ["id"] = one.Call, ["state"] = NameOf(one.State) })]),
            };
            if (_problem is not null)
                json["message"] = _problem;
            return json;
        }
    }

    private static string NameOf<T>(T state)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());
}
