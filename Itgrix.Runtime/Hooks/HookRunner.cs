using System.Collections.Concurrent;
using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks;

/// <summary>
/// Runs a hook for a call and returns the resulting data. Whatever the customer's file does, the result is a value:
/// this is the one place of the rule that a hook can change a call's record but never stop a call.
/// </summary>
internal sealed class HookRunner(
    CustomizerOptions options, IReadOnlyList<IHookEngine> engines, TimeProvider? time = null) : IDisposable
{
    private static readonly ILogger Log = AppLog.For("hooks");
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly HookFolders _folders = new(options.Folders);
    // The files of a hook that existed at the last check.
    private readonly ConcurrentDictionary<string, IReadOnlyList<HookFile>> _seen = new();
    private readonly ConcurrentDictionary<HookDefinition, HookFigures> _figures = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The switches and timeouts, which may change at any time; all else stays as at the start.</summary>
    public Func<CustomizerOptions> Settings { get; init; } = () => options;

    /// <summary>Statistics of every hook that was called.</summary>
    public IReadOnlyList<HookFiguresSnapshot> Figures =>
        [.. HookCatalog.All.Where(_figures.ContainsKey).Select(hook => _figures[hook].Read(hook))];

    /// <summary>Files in use that have a newest version that cannot run, and why.</summary>
    public IReadOnlyDictionary<string, string> Problems
    {
        get
        {
            var files = HookCatalog.All.Where(options.IsEnabled).Select(_folders.Find).OfType<HookFile>()
                .Select(found => found.File).ToHashSet();
            return engines.SelectMany(engine => engine.Problems).Where(problem => files.Contains(problem.Key))
                .ToDictionary(problem => problem.Key, problem => problem.Value);
        }
    }

    /// <summary>Runs the hook on an input as JSON text.</summary>
    public Task<HookOutcome> Run(HookDefinition hook, ReadOnlyMemory<byte> input, CancellationToken token) =>
        Run(hook, input, TimeSpan.MaxValue, token);

    /// <summary>The same with a maximum shorter than the hook's own timeout.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="input">JSON text.</param>
    /// <param name="max">Maximum running time.</param>
    /// <param name="token">Cancels the wait for a worker; a running hook runs to its timeout.</param>
    public Task<HookOutcome> Run(
        HookDefinition hook, ReadOnlyMemory<byte> input, TimeSpan max, CancellationToken token) =>
        Parsed(hook, input, async fields =>
        {
            if (!Settings().IsEnabled(hook))
                return Unchanged(hook, fields, "customizations are switched off for it in the configuration.");
            return await Find(hook, token) is { } file
                ? await RunJob(new(hook, file.File, input, Shorter(Settings().LimitOf(hook), max))
                    { Fields = fields }, file, token)
                : Unchanged(hook, fields, null);
        });

    /// <summary>Whether the hook has a file and is enabled.</summary>
    public bool IsCustomized(HookDefinition hook) => Settings().IsEnabled(hook) && _folders.Find(hook) is not null;

    /// <summary>Prepares every hook that has a file.</summary>
    public async Task Warm(CancellationToken token)
    {
        foreach (var folder in HookCatalog.All.SelectMany(_folders.Possible)
            .Select(possible => Path.GetDirectoryName(possible.File)!).Distinct())
            FileSaves.Follow(folder);
        WarmUp();
        await LookAsync(token);
    }

    /// <summary>Checks every hook's newest version, so that a mistake is reported before a call needs it.</summary>
    public async Task LookAsync(CancellationToken token)
    {
        foreach (var hook in HookCatalog.All.Where(options.IsEnabled))
            if (await Find(hook, token) is { } file)
                await Engine(file).Warm(file.File, token);
    }

    /// <summary>Runs this file as the hook, whatever is configured.</summary>
    public Task<HookOutcome> RunFile(
        HookDefinition hook, string file, ReadOnlyMemory<byte> input, CancellationToken token) =>
        Parsed(hook, input, fields => RunJob(
            new(hook, file, input, Settings().LimitOf(hook)) { Fields = fields },
            new(file, Path.GetExtension(file)[1..], null), token));

    public void Dispose()
    {
        foreach (var engine in engines)
            engine.Dispose();
    }

    private async Task<HookOutcome> Parsed(
        HookDefinition hook, ReadOnlyMemory<byte> input, Func<JsonElement, Task<HookOutcome>> run)
    {
        JsonDocument document;
        try
        {
            document = HookInput.Parse(input);
        }
        catch (JsonException error)
        {
            return Noted(HookOutcome.Failed(hook, $"the input is no valid JSON object: {error.Message}")
                with { Data = [] }, "");
        }
        using (document)
        {
            var outcome = await run(document.RootElement);
            return Noted(outcome, HookInput.CallId(document.RootElement));
        }
    }

    private async Task<HookOutcome> RunJob(HookJob job, HookFile file, CancellationToken token)
    {
        var engine = Engine(file);
        var outcome = await Ask(engine, job, token);
        foreach (var line in outcome.Log)
            HookLogMessages.Said(Log, job.Hook.Id, HookInput.CallId(job.Fields), line);
        var shadowed = file.Shadowed is null
            ? null : $"{file.Shadowed} does not run, because {file.File} is there: remove one of them.";
        return outcome.WithWarning(shadowed) with { Engine = engine.Name };
    }

    private static HookOutcome Unchanged(HookDefinition hook, JsonElement fields, string? reason) =>
        new(hook, OutcomeKind.NotCustomized) { Data = ReplyPolicy.OwnFields(hook, fields), Reason = reason };

    // Loads what every call needs of the service itself, while the workers start.
    private void WarmUp()
    {
        using var input = HookInput.Parse("""{"phone": "1", "call_full": {"channel": {"id": ""}}}"""u8.ToArray());
        var hook = HookCatalog.All[0];
        var outcome = ReplyPolicy.Judge(
            hook, input.RootElement, """{"data": {"phone": 1.0}, "state": "success"}"""u8.ToArray());
        HookLogMessages.Ran(Log, outcome, HookInput.CallId(input.RootElement));
        _ = new HookFigures().Read(hook);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private IHookEngine Engine(HookFile file) => engines.First(engine => engine.Name == file.Engine);

    private static async Task<HookOutcome> Ask(IHookEngine engine, HookJob job, CancellationToken token)
    {
        try
        {
            return await engine.Run(job, token);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            HookLogMessages.EngineBroke(Log, job.Hook.Id, error);
            return job.Failed(ForeseenFailure.Is(error)
                ? $"{job.File} cannot be run: {ForeseenFailure.Words(error)}"
                : $"the {engine.Name} engine failed on {job.File}: {error.Message} "
                    + "This is a bug of Itgrix: the log has the details.");
        }
    }

    private async ValueTask<HookFile?> Find(HookDefinition hook, CancellationToken token)
    {
        var present = _folders.Present(hook);
        if (_seen.TryGetValue(hook.Id, out var seen))
        {
            for (var waited = TimeSpan.Zero; IsOneMissing() && waited < FileHistory.Moment; waited += Look)
            {
                await Task.Delay(Look, token);
                present = _folders.Present(hook);
            }
        }
        // At the first check the files of the program's last run are unknown.
        foreach (var gone in (seen ?? _folders.Possible(hook)).Except(present))
            Forget(gone);
        _seen[hook.Id] = present;
        return HookFolders.First(present);

        bool IsOneMissing() => seen.Except(present).Any();
    }

    private void Forget(HookFile gone)
    {
        foreach (var engine in engines.Where(engine => engine.Name == gone.Engine))
            engine.Forget(gone.File);
    }

    private HookOutcome Noted(HookOutcome outcome, string call)
    {
        _figures.GetOrAdd(outcome.Hook, _ => new()).Add(outcome, _time.GetUtcNow());
        HookLogMessages.Ran(Log, outcome, call);
        return outcome;
    }
}
