using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Received requests, in order.</summary>
internal sealed class RequestLog(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<AccountRequest> _requests = [];
    private readonly List<(int Count, TaskCompletionSource Seen)> _waiting = [];

    public IReadOnlyList<AccountRequest> All
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public void Add(
        string method, string path, JsonNode? body, int status, bool isDone, string? fault, JsonNode? answer)
    {
        lock (_gate)
        {
            var isOfTokens = path.StartsWith(TokenServer.Path, StringComparison.Ordinal);
            var shown = !isOfTokens ? body?.DeepClone()
                : new JsonObject { ["grant_type"] = (body as JsonObject)?["grant_type"]?.DeepClone() };
            var said = isOfTokens && isDone ? null : answer?.DeepClone();
            _requests.Add(new(_requests.Count + 1, time.GetUtcNow(), method, path, shown, status, isDone, fault, said));
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
