using System.Collections.Concurrent;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// Runs original PHP files through <c>php-compat/bridge.php</c>: in a worker, or in a process of its own, forked or
/// started.
/// </summary>
internal sealed class PhpEngine : IHookEngine
{
    private static readonly ILogger Log = AppLog.For("hooks");
    private static readonly TimeSpan DefaultBuildTimeout = TimeSpan.FromSeconds(5);
    private const int MaxIncluded = 1000;

    private readonly CustomizerOptions _options;
    private readonly PhpProcess _process;
    private readonly PhpSetup _setup;
    private readonly PhpSourceStore _store;
    private readonly ConcurrentDictionary<string, ReloadableFile<PhpSource>> _files = new();
    // Files that failed in a worker because it lacks something, with the version that did.
    private readonly ConcurrentDictionary<string, (string Version, string Reason)> _demoted = new();
    // What calls of a file included beyond what could be read off it.
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _included = new();

    private readonly ConcurrentDictionary<string, PhpMode> _logged = new();
    private readonly long[] _runs = new long[Enum.GetValues<PhpModeKind>().Length];

    public PhpEngine(CustomizerOptions options)
    {
        _options = options;
        _process = new(options);
        _setup = new(options, _process);
        _store = new(Path.Combine(options.Cache, "php"));
    }

    public string Name => "php";

    public IReadOnlyDictionary<string, string> Problems => _files.Where(file => file.Value.Problems.Count > 0)
        .ToDictionary(file => file.Key, file => file.Value.Problems[0].ToString());

    /// <summary>Statistics of PHP files.</summary>
    public PhpFigures Figures => new(Runs(PhpModeKind.Warm), Runs(PhpModeKind.Fork), Runs(PhpModeKind.Process),
        _logged.Where(file => file.Value.Kind != PhpModeKind.Warm)
            .ToDictionary(file => file.Key, file => file.Value.Reason));

    public async Task<HookOutcome> Run(HookJob job, CancellationToken token)
    {
        var version = await Newest(job.File, token);
        if (version.Good is not { } source || (_options.NewestOnly && version.Messages.Count > 0))
            return job.Failed(version.Messages[0].ToString());
        var outcome = (await Run(job, source, token)) with { Version = source.Version };
        return version.Messages.Count == 0 ? outcome : outcome.ByLastGood(version.Messages[0].ToString());
    }

    public async Task Warm(string file, CancellationToken token) => await Newest(file, token);

    public void Forget(string file)
    {
        if (_files.TryRemove(file, out var removed))
            removed.Dispose();
        _store.Forget(file);
        _included.TryRemove(file, out _);
    }

    public async Task<IReadOnlyList<ScriptMessage>> Check(string file, CancellationToken token)
    {
        var build = await Build(file);
        var notes = new List<ScriptMessage>();
        if (_options.PhpMode == PhpModeKind.Warm && build.Result is { Mode: { Kind: PhpModeKind.Fork } mode })
        {
            var ways = await _setup.Ways;
            notes.Add(new(file, 0, 0, "note", "ITX011", $"{await ways.Faithful(mode.Reason)}"));
        }
        return [.. build.Messages, .. build.Result?.Warnings ?? [], .. notes];
    }

    private async ValueTask<PhpMode> ModeOf(HookJob job, PhpSource source, PhpWays? ways)
    {
        var configured = _options.PhpModeOf(job.Hook);
        if (ways is null)
            return PhpMode.Process("customizer.php_mode or the hook's own is \"process\"");
        if (configured == PhpModeKind.Fork)
            return await ways.Faithful("customizer.php_mode or the hook's own is \"fork\"");
        if (ways.Workers.Problem is { } problem)
            return await ways.Faithful(problem);
        if (configured == PhpModeKind.Warm)
            return PhpMode.Warm;
        if (_demoted.TryGetValue(source.File, out var noticed) && noticed.Version == source.Version)
            return await ways.Faithful(noticed.Reason);
        return source.Mode.Kind == PhpModeKind.Warm ? PhpMode.Warm : await ways.Faithful(source.Mode.Reason);
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
            file.Dispose();
        _setup.Dispose();
        _process.Dispose();
    }

    private ValueTask<HotVersion<PhpSource>> Newest(string file, CancellationToken token) =>
        _files.GetOrAdd(file, path => new(path, _store, Build)).Newest(
            _options.NewestOnly ? Timeout.InfiniteTimeSpan : _options.BuildTimeout ?? DefaultBuildTimeout, token);

    private async Task<HookOutcome> Run(HookJob job, PhpSource source, CancellationToken token)
    {
        try
        {
            var ways = _options.PhpModeOf(job.Hook) == PhpModeKind.Process ? null : await _setup.Ways;
            var mode = await ModeOf(job, source, ways);
            LogOnce(source.File, mode);
            Interlocked.Increment(ref _runs[(int)mode.Kind]);
            if (mode.Kind != PhpModeKind.Warm)
                return Outcome(job, await RunFaithful(job, source, mode.Kind == PhpModeKind.Fork, token));
            var (answer, differences) = await RunWarm(job, source, ways!, token);
            return answer.End == WorkerEnd.NotStarted
                ? Outcome(job, await RunFaithful(job, source, isForked: true, token))
                    .WithWarning($"it ran in a process of its own, as no PHP worker starts: {answer.StandardError}")
                : Outcome(job, answer, source, differences);
        }
        catch (ProcessStartException error)
        {
            return job.Failed($"{error.Message} Install php-cli, or set customizer.php.");
        }
    }

    private async Task<WorkerAnswer> RunFaithful(HookJob job, PhpSource source, bool isForked, CancellationToken token)
    {
        var forks = isForked ? await (await _setup.Ways).Forks.Value : null;
        try
        {
            return await _process.Run(job, source, forks, token);
        }
        catch (Exception error) when (error is ForkRefusedException or ObjectDisposedException && forks is not null)
        {
            return await _process.Run(job, source, null, token);
        }
    }

    private async Task<(WorkerAnswer Answer, PhpDifferences Differences)> RunWarm(
        HookJob job, PhpSource source, PhpWays ways, CancellationToken token)
    {
        while (ways.Workers.Pool is { } pool)
        {
            try
            {
                return (await pool.Call(PhpCall.Payload(job, source), job.Limit, token), ways.Workers.Differences);
            }
            catch (InvalidOperationException)
            {
                // PHP has just changed, and these workers take no more calls.
                if (await _setup.Ways is var now && now == ways)
                    throw;
                ways = now;
            }
        }
        return (new(WorkerEnd.NotStarted, []) { StandardError = ways.Workers.Problem! }, ways.Workers.Differences);
    }

    /// <param name="differences">What a worker lacks, where the call ran in one.</param>
    private HookOutcome Outcome(
        HookJob job, WorkerAnswer answer, PhpSource? source = null, PhpDifferences? differences = null)
    {
        var (reply, reason) = PhpReport.Read(answer, job, _options);
        // No retry: the file may have had side effects already. The next call runs in a process.
        if (reason is not null && differences?.MissedIn(reason) is { } name)
            _demoted[job.File] = (source!.Version, $"it failed in a worker that lacks {name}");
        if (source is not null && answer.Files.Count > 0)
            Learn(source, answer.Files);
        return job.Outcome(answer, reply, reason) with { Log = PhpReport.Log(answer) };
    }

    private void Learn(PhpSource source, IReadOnlyList<string> included)
    {
        var known = _included.GetValueOrDefault(source.File, []);
        var unread = included.Where(file => !source.Files.Contains(file)).Except(known).ToList();
        if (unread.Count == 0 || known.Count >= MaxIncluded)
            return;
        _included[source.File] = [.. known, .. unread];
        if (_files.TryGetValue(source.File, out var file))
            file.Invalidate();
    }

    private long Runs(PhpModeKind kind) => Interlocked.Read(ref _runs[(int)kind]);

    private void LogOnce(string file, PhpMode mode)
    {
        if (_logged.GetValueOrDefault(file, PhpMode.Warm) == mode)
            return;
        _logged[file] = mode;
        HookLogMessages.Runs(Log, file, mode);
    }

    private async Task<Build<PhpSource>> Build(string file)
    {
        var watched = WatchedFile.Read(file);
        try
        {
            var content = StableFileReader.Read(file, TimeSpan.FromSeconds(2));
            var lint = PhpLint.Check(_options.Php, file, content.Bytes, CancellationToken.None);
            var inspection = await Inspect(file, content.Bytes);
            var messages = await lint;
            IReadOnlyList<WatchedFile> all =
                [content.Watched, .. inspection.Files.Concat(inspection.Absent).Select(WatchedFile.Read)];
            if (messages.Count > 0)
                return new(null, messages, all);
            var source = new PhpSource(file, content.Bytes, inspection.Mode)
            {
                Files = inspection.Files.ToHashSet(),
                Warnings = inspection.Warnings,
            };
            _store.Save(source);
            return new(source, [], all);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(null, [ScriptMessage.Error(file, "ITX002", $"cannot be read: {error.Message}")],
                [(error as FileBusyException)?.Watched ?? watched]);
        }
    }

    private async Task<PhpInspection> Inspect(string file, byte[] text)
    {
        var ways = _options.PhpMode == PhpModeKind.Warm ? await _setup.Ways : null;
        var inspection = await PhpInspection.RunAsync(_options.Php, file, text,
            ways?.Workers.Differences ?? new([], [], []), _included.GetValueOrDefault(file, []));
        // Ready before the first call.
        if (inspection.Mode.Kind == PhpModeKind.Fork)
            _ = ways?.Forks.Value;
        return inspection;
    }
}
