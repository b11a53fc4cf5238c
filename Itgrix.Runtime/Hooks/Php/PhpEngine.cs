using System.Collections.Concurrent;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// Runs original PHP files through <c>php-compat/bridge.php</c>: in a worker, or in a process of its own.
/// </summary>
internal sealed class PhpEngine : IHookEngine
{
    private static readonly ILogger Log = AppLog.For("hooks");
    private static readonly TimeSpan DefaultBuildTimeout = TimeSpan.FromSeconds(5);

    private readonly CustomizerOptions _options;
    private readonly PhpProcess _process;
    private readonly WarmPhp _warm;
    private readonly PhpSourceStore _store;
    private readonly ConcurrentDictionary<string, ReloadableFile<PhpSource>> _files = new();
    // Files that failed in a worker because it lacks something, with the version that did.
    private readonly ConcurrentDictionary<string, (string Version, PhpMode Mode)> _demoted = new();

    private readonly ConcurrentDictionary<string, PhpMode> _logged = new();
    private long _warmRuns, _processRuns;

    public PhpEngine(CustomizerOptions options)
    {
        _options = options;
        _process = new(options);
        _warm = new(options, _process);
        _store = new(Path.Combine(options.Cache, "php"));
    }

    public string Name => "php";

    public IReadOnlyDictionary<string, string> Problems => _files.Where(file => file.Value.Problems.Count > 0)
        .ToDictionary(file => file.Key, file => file.Value.Problems[0].ToString());

    /// <summary>Statistics of PHP files.</summary>
    public PhpFigures Figures => new(Interlocked.Read(ref _warmRuns), Interlocked.Read(ref _processRuns),
        _logged.Where(file => file.Value.Kind == PhpModeKind.Process)
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
    }

    public async Task<IReadOnlyList<ScriptMessage>> Check(string file, CancellationToken token)
    {
        var build = await Build(file);
        return build.Result is { Mode.Kind: PhpModeKind.Process } source
            ? [new(file, 0, 0, "note", "ITX011",
                $"runs in a PHP process of its own, some 20 ms a call: {source.Mode.Reason}")]
            : build.Messages;
    }

    /// <summary>How the file runs as this hook, and why.</summary>
    public async ValueTask<PhpMode> ModeOf(HookJob job, PhpSource source) => _options.PhpModeOf(job.Hook) switch
    {
        PhpModeKind.Process => PhpMode.Process("customizer.php_mode or the hook's own is \"process\""),
        _ when await _warm.State is { Problem: { } problem } => PhpMode.Process(problem),
        PhpModeKind.Warm => PhpMode.Warm,
        _ => _demoted.TryGetValue(source.File, out var noticed) && noticed.Version == source.Version
            ? noticed.Mode : source.Mode,
    };

    public void Dispose()
    {
        foreach (var file in _files.Values)
            file.Dispose();
        _warm.Dispose();
        _process.Dispose();
    }

    private ValueTask<HotVersion<PhpSource>> Newest(string file, CancellationToken token) =>
        _files.GetOrAdd(file, path => new(path, _store, Build)).Newest(
            _options.NewestOnly ? Timeout.InfiniteTimeSpan : _options.BuildTimeout ?? DefaultBuildTimeout, token);

    private async Task<HookOutcome> Run(HookJob job, PhpSource source, CancellationToken token)
    {
        try
        {
            var mode = await ModeOf(job, source);
            LogOnce(source.File, mode);
            Interlocked.Increment(ref mode.Kind == PhpModeKind.Process ? ref _processRuns : ref _warmRuns);
            if (mode.Kind == PhpModeKind.Process)
                return Outcome(job, await _process.Run(job, source, token));
            var state = await _warm.State;
            var answer = await state.Pool!.Call(PhpCall.Payload(job, source), job.Limit, token);
            return answer.End == WorkerEnd.NotStarted
                ? Outcome(job, await _process.Run(job, source, token))
                    .WithWarning($"it ran in a process of its own, as no PHP worker starts: {answer.StandardError}")
                : Outcome(job, answer, source, state.Differences);
        }
        catch (ProcessStartException error)
        {
            return job.Failed($"{error.Message} Install php-cli, or set customizer.php.");
        }
    }

    /// <param name="differences">What a worker lacks, where the call ran in one.</param>
    private HookOutcome Outcome(
        HookJob job, WorkerAnswer answer, PhpSource? source = null, PhpDifferences? differences = null)
    {
        var (reply, reason) = PhpReport.Read(answer, job, _options);
        // No retry: the file may have had side effects already. The next call runs in a process.
        if (reason is not null && differences?.MissedIn(reason) is { } name)
            _demoted[job.File] = (source!.Version, PhpMode.Process($"it failed in a worker that lacks {name}"));
        return job.Outcome(answer, reply, reason) with { Log = PhpReport.Log(answer) };
    }

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
            IReadOnlyList<WatchedFile> all = [content.Watched, .. inspection.Files.Select(WatchedFile.Read)];
            if (messages.Count > 0)
                return new(null, messages, all);
            var source = new PhpSource(file, content.Bytes, inspection.Mode);
            _store.Save(source);
            return new(source, [], all);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(null, [ScriptMessage.Error(file, "ITX002", $"cannot be read: {error.Message}")], [watched]);
        }
    }

    private async Task<PhpInspection> Inspect(string file, byte[] text)
    {
        if (_options.PhpMode == PhpModeKind.Process || await _warm.State is not { Problem: null } state)
            return new(PhpMode.Warm, []);
        return await PhpInspection.RunAsync(_options.Php, file, text, state.Differences);
    }
}
