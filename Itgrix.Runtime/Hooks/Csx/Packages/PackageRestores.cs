using System.Collections.Concurrent;
using System.Diagnostics;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Csx.Packages;

/// <summary>The service's side of restoring packages, by a process that ends with it. No call waits for it.</summary>
/// <param name="root">The folder of all sets.</param>
internal sealed class PackageRestores(string root) : IDisposable
{
    private const long Memory = 1L << 30;

    private static readonly ILogger Log = AppLog.For("hooks");
    // A source that was away is asked again after so long.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Restore> _last = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Whether packages of this script could not be restored, and it is time to try again.</summary>
    public bool IsDue(string script) => _last.TryGetValue(script, out var last) && last.IsDue;

    /// <summary>Restores the packages of a script, unless that is under way or has just failed.</summary>
    public Task<RestoreAnswer> Begin(string script, IReadOnlyList<PackageName> named) =>
        _last.AddOrUpdate(script, _ => New(script, named),
            (_, last) => last.Named.SequenceEqual(named) && !last.IsDue ? last : New(script, named)).Answer.Value;

    public void Dispose()
    {
        // A host disposes of an engine as often as it is registered.
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _stop.Dispose();
    }

    private Restore New(string script, IReadOnlyList<PackageName> named) =>
        new(named, Stopwatch.GetTimestamp(), new(() => RestoreAsync(script, named)));

    private async Task<RestoreAnswer> RestoreAsync(string script, IReadOnlyList<PackageName> named)
    {
        var names = string.Join(", ", named.Select(one => $"{one.Name} {one.Version}"));
        PackageLogMessages.Restoring(Log, script, names);
        var answer = await AskAsync(named);
        if (answer.IsRestored())
            PackageLogMessages.Restored(Log, script, names, answer.Took.TotalSeconds);
        foreach (var message in answer.Messages)
            PackageLogMessages.Message(Log, message);
        // Once they are there, a folder that somebody deletes is restored at once.
        if (answer.IsRestored())
            _last.TryRemove(script, out _);
        return answer;
    }

    private async Task<RestoreAnswer> AskAsync(IReadOnlyList<PackageName> named)
    {
        var program = OwnProgram.Worker("packages", Memory, new Dictionary<string, string?>(), root);
        var input = JsonSerializer.SerializeToUtf8Bytes(named, CsxJson.Default.IReadOnlyListPackageName);
        try
        {
            var result = await ProcessRunner.RunAsync(
                program, new Dictionary<int, ReadOnlyMemory<byte>> { [0] = input }, null,
                PackageWorker.Timeout * 2, _stop.Token);
            return result.Status.Succeeded
                ? JsonSerializer.Deserialize(result.Stdout, CsxJson.Default.RestoreAnswer)!
                : RestoreAnswer.Failed(named, $"its restore ended ({result.Status}): "
                    + Encoding.UTF8.GetString(result.Stderr).Split('\n')[0]);
        }
        catch (Exception error) when (error is ProcessStartException or JsonException or OperationCanceledException
            or ObjectDisposedException)
        {
            return RestoreAnswer.Failed(named, $"it cannot be restored: {error.Message}");
        }
    }

    private sealed record Restore(IReadOnlyList<PackageName> Named, long Began, Lazy<Task<RestoreAnswer>> Answer)
    {
        public bool IsDue => Answer is { IsValueCreated: true, Value.IsCompleted: true }
            && Stopwatch.GetElapsedTime(Began) > Pause;
    }
}
