using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks;

/// <summary>Result of building a file: something to run, or why not; and the files it depends on.</summary>
internal sealed record Build<T>(T? Result, IReadOnlyList<ScriptMessage> Messages, IReadOnlyList<WatchedFile> Watched)
    where T : class;

/// <summary>A file in its newest usable version.</summary>
/// <param name="Good">What runs; <c>null</c> when no version was ever good.</param>
/// <param name="Messages">Why the newest version cannot run; empty when it can.</param>
internal sealed record HotVersion<T>(T? Good, IReadOnlyList<ScriptMessage> Messages) where T : class;

/// <summary>
/// Follows one hook file. A caller gets the version that was complete at the call, built if necessary; while the
/// newest one is broken or its build exceeds the caller's timeout, the last good one runs. A removed version never
/// runs again, whatever replaces the file.
/// </summary>
internal sealed class ReloadableFile<T>(string file, IVersionStore<T> store, Func<string, Task<Build<T>>> build)
    : IDisposable where T : class
{
    private readonly Lock _gate = new();
    private readonly FileHistory _history = new(store.Folder, file);
    private volatile Known? _known;
    private volatile T? _lastGood;
    private volatile bool _isStale;
    private bool _looked;
    private Task? _refreshing;

    /// <summary>The last good version; <c>null</c> before the first call.</summary>
    public T? Good => _known?.Good;

    /// <summary>Why the newest version cannot run, as of the last check.</summary>
    public IReadOnlyList<ScriptMessage> Problems =>
        _known?.Newest is { Result: null, Messages: var messages } ? messages : [];

    /// <summary>Has it built again at the next call, though no file changed.</summary>
    public void Invalidate() => _isStale = true;

    /// <summary>The version to run now.</summary>
    /// <param name="timeout">Maximum wait for a build.</param>
    public async ValueTask<HotVersion<T>> Newest(TimeSpan timeout, CancellationToken token)
    {
        if (MayBeOutdated)
        {
            try
            {
                await Refresh().WaitAsync(timeout, token);
            }
            catch (TimeoutException)
            {
                return Slow(timeout);
            }
        }
        return new(_known!.Good, _known.Newest.Messages);
    }

    private bool MayBeOutdated => _isStale || _known is not { } current || current.MayBeOutdated();

    // A build that began before this call may have read the file before it was saved: then a second build is ours.
    private async Task Refresh()
    {
        Task? running;
        lock (_gate)
            running = _refreshing;
        if (running is not null)
        {
            await running;
            if (!MayBeOutdated)
                return;
        }
        Task ours;
        lock (_gate)
            ours = _refreshing ??= Task.Run(Run);
        await ours;
    }

    private async Task Run()
    {
        try
        {
            if (!_history.Continues())
                _lastGood = null;
            else if (!_looked)
                _lastGood = store.LastGood(file);
            _looked = true;
            _isStale = false;
            var newest = await build(file);
            // Another file may have replaced this one during the build.
            if (newest.Result is null && !_history.Continues())
                _lastGood = null;
            _lastGood = newest.Result ?? _lastGood;
            _known = new(newest, _lastGood);
            if (_lastGood is not null)
                _history.Record();
        }
        finally
        {
            lock (_gate)
                _refreshing = null;
        }
    }

    private HotVersion<T> Slow(TimeSpan timeout)
    {
        var good = _lastGood;
        var message = new ScriptMessage(file, 0, 0, "error", "ITX003",
            $"its newest version was not ready within {timeout.TotalSeconds:0.#} s"
            + $"{(good is null ? "" : "; the last good one ran")}.");
        return new(good, [message]);
    }

    public void Dispose() => _history.Dispose();

    private sealed record Known(Build<T> Newest, T? Good)
    {
        public bool MayBeOutdated() => Newest.Watched.Any(file => file.MayHaveChanged());
    }
}
