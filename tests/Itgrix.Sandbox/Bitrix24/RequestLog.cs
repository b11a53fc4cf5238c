using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Received requests, in order.</summary>
internal sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly List<PortalRequest> _requests = [];
    private readonly List<(int Count, TaskCompletionSource Seen)> _waiting = [];

    public IReadOnlyList<PortalRequest> All
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public void Add(string method, JsonObject parameters, int status, bool isDone,
        string? fault, JsonNode? answer, DateTimeOffset at)
    {
        lock (_gate)
        {
            var shown = PortalRequest.Shown(parameters);
            var said = method == OAuthServer.Name && isDone ? null : answer?.DeepClone();
            _requests.Add(new(_requests.Count + 1, at, method, shown, status, isDone, fault, said));
            foreach (var (_, seen) in _waiting.FindAll(one => one.Count <= _requests.Count))
                seen.TrySetResult();
            _waiting.RemoveAll(one => one.Count <= _requests.Count);
        }
    }

    /// <summary>Completes once this many requests have arrived.</summary>
    public Task WaitAsync(int count, CancellationToken token)
    {
        lock (_gate)
        {
            if (_requests.Count >= count)
                return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, seen));
            return seen.Task.WaitAsync(token);
        }
    }
}
