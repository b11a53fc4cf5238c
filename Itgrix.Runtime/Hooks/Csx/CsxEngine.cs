using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Itgrix.Runtime.Hooks.Csx.Packages;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>Runs C# scripts: compiled by one process, run by others, never in the service.</summary>
internal sealed class CsxEngine(CustomizerOptions options) : IHookEngine
{
    private static readonly ILogger Log = AppLog.For("hooks");
    private static readonly TimeSpan DefaultBuildTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PrepareTimeout = TimeSpan.FromSeconds(5);
    // As long as the compiler waits for a writer.
    private static readonly TimeSpan SaveTimeout = TimeSpan.FromSeconds(2), SaveLook = TimeSpan.FromMilliseconds(5);

    private readonly ScriptCache _cache = new(Path.Combine(options.Cache, "csx"));
    private readonly PackageRestores _packages = new(PackageSet.RootOf(Path.Combine(options.Cache, "csx")));
    private readonly CompilerProcess _compiler = new(Path.Combine(options.Cache, "csx"));
    private readonly ConcurrentDictionary<string, ReloadableFile<CompiledScript>> _scripts = new();
    // Removed with its version, since a hook may be saved any number of times.
    private readonly ConditionalWeakTable<CompiledScript, byte[]> _headers = [];
    private WorkerPool? _pool;

    public string Name => "csx";

    public IReadOnlyDictionary<string, string> Problems => _scripts.Where(script => script.Value.Problems.Count > 0)
        .ToDictionary(script => script.Key, script => Describe(script.Value.Problems, script.Key));

    public async Task<HookOutcome> Run(HookJob job, CancellationToken token)
    {
        // Workers start while the script is checked or compiled.
        var pool = Pool;
        var version = await Newest(job.File, token);
        if (version.Good is not { } script || (options.NewestOnly && version.Messages.Count > 0))
            return job.Failed(Describe(version.Messages, job.File));
        var answer = await pool.Call(Payload(script, job.Input), job.Limit, token);
        if (WorkerReport.IsDamaged(answer))
        {
            Drop(job.File);
            version = await Newest(job.File, token);
            if (version.Good is not { } again)
                return job.Failed(Describe(version.Messages, job.File));
            script = again;
            answer = await pool.Call(Payload(script, job.Input), job.Limit, token);
        }
        if (answer.Late is { } late)
            SendTo(late, job.Hook.Id, HookInput.CallId(job.Fields));
        var outcome = job.Outcome(answer, answer.Payload, WorkerReport.Reason(answer, job, options))
            with { Version = script.Key[..8] };
        return version.Messages.Count == 0 ? outcome : outcome.ByLastGood(Describe(version.Messages, job.File));
    }

    private static void SendTo(LateLines late, string hook, string call) =>
        late.SendTo(line => HookLogMessages.Late(Log, hook, call, line));

    /// <summary>Starts the workers; the earlier, the sooner the first call is served.</summary>
    public void Start() => _ = Pool;

    public async Task Warm(string file, CancellationToken token)
    {
        _ = Pool;
        if (_packages.IsDue(file) && _scripts.TryGetValue(file, out var script))
            script.Invalidate();
        await Newest(file, token);
    }

    public void Forget(string file)
    {
        Drop(file);
        _cache.Forget(file);
    }

    public async Task<IReadOnlyList<ScriptMessage>> Check(string file, CancellationToken token)
    {
        var answer = await _compiler.Compile(file, token);
        if (answer.Packages.Count == 0)
            return answer.Script?.Warnings ?? answer.Messages;
        var restore = await _packages.Begin(file, answer.Packages).WaitAsync(token);
        if (!restore.IsRestored())
            return restore.Messages;
        answer = await _compiler.Compile(file, token);
        return [.. restore.Messages, .. answer.Script?.Warnings ?? answer.Messages, ScriptMessage.Note(file, "ITX013",
            $"its packages were restored, which took {restore.Took.TotalSeconds:0.0} s")];
    }

    public void Dispose()
    {
        foreach (var script in _scripts.Values)
            script.Dispose();
        _packages.Dispose();
        _compiler.Dispose();
        _pool?.Dispose();
    }

    // The next call reads the cache again, and compiles where that has no good version.
    private void Drop(string file)
    {
        if (_scripts.TryRemove(file, out var removed))
            removed.Dispose();
    }

    private WorkerPool Pool => LazyInitializer.EnsureInitialized(ref _pool, () =>
        new("csx", options.Workers, options.Queue, new() { MaxMemory = options.Memory }, StartWorker));

    // A new worker gets all scripts before its first call; preparation runs none of their code.
    private WorkerProcess StartWorker()
    {
        var program = OwnProgram.Worker("csx", options.Memory, IcuLibrary.Variables);
        var worker = WorkerProcess.Start(program, options.Output);
        foreach (var script in _scripts.Values.Select(file => file.Good).OfType<CompiledScript>())
            worker.Prepare(Payload(script, ReadOnlyMemory<byte>.Empty), PrepareTimeout);
        return worker;
    }

    private ValueTask<HotVersion<CompiledScript>> Newest(string file, CancellationToken token) =>
        _scripts.GetOrAdd(file, path => new(path, _cache, Build))
            .Newest(options.NewestOnly ? Timeout.InfiniteTimeSpan : options.BuildTimeout ?? DefaultBuildTimeout, token);

    private async Task<Build<CompiledScript>> Build(string file)
    {
        // No compiler process where nothing has changed since an earlier start.
        var answer = _cache.Find(file) ?? await Compile(file);
        if (answer.Packages.Count > 0)
            answer = await Restored(file, answer);
        return new(answer.Script, answer.Messages, answer.Watched);
    }

    private async Task<CompileAnswer> Restored(string file, CompileAnswer waiting)
    {
        var restore = _packages.Begin(file, waiting.Packages);
        // No call waits for packages: what ran until now runs on.
        if (!options.NewestOnly && !restore.IsCompleted)
        {
            _ = BuildAgain(file, restore);
            return waiting;
        }
        var restored = await restore;
        return restored.IsRestored() ? await Compile(file) : waiting with { Messages = restored.Messages };
    }

    private async Task BuildAgain(string file, Task restore)
    {
        await restore;
        if (!_scripts.TryGetValue(file, out var script))
            return;
        script.Invalidate();
        await Newest(file, CancellationToken.None);
    }

    private async Task<CompileAnswer> Compile(string file)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await _compiler.Compile(file, CancellationToken.None);
            if (answer.Watched.FirstOrDefault(FileSaves.MayBeHalf) is not { } half)
                return answer;
            while (FileSaves.IsUnderWay(half.File))
            {
                if (Stopwatch.GetElapsedTime(began) > SaveTimeout)
                    return CompileAnswer.Unreadable(file, new FileBusyException(half, SaveTimeout), []);
                await Task.Delay(SaveLook);
            }
        }
    }

    private byte[] Payload(CompiledScript script, ReadOnlyMemory<byte> input)
    {
        var header = _headers.GetValue(script, _ => ScriptStart.For(script).ToBytes());
        var payload = GC.AllocateUninitializedArray<byte>(sizeof(int) + header.Length + input.Length);
        BinaryPrimitives.WriteInt32LittleEndian(payload, header.Length);
        header.CopyTo(payload.AsSpan(sizeof(int)));
        input.Span.CopyTo(payload.AsSpan(sizeof(int) + header.Length));
        return payload;
    }

    private static string Describe(IReadOnlyList<ScriptMessage> messages, string file)
    {
        var errors = messages.Where(message => message.IsError).ToList();
        var more = errors.Count > 1 ? $" (and {errors.Count - 1} more: ./run.sh check shows them)" : "";
        // Of a slip the compiler often reports a consequence first.
        return errors.Count == 0 ? $"{file} has no version to run"
            : $"{errors.Find(error => error.HasFix) ?? errors[0]}{more}";
    }
}
