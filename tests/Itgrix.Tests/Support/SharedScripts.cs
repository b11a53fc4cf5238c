using System.Collections.Concurrent;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;

namespace Itgrix.Tests.Support;

/// <summary>
/// The engine of C# scripts for runs that need none of their own: compiler and worker start once for all tests. Each
/// run has a folder of its own, and its scripts are forgotten when it is over.
/// </summary>
internal sealed class SharedScripts : IHookEngine
{
    private static readonly Lazy<TemporaryFolder> Root = new(() => new());
    private static readonly Lazy<CsxEngine> Engine = new(() => new(new()
    {
        Cache = Root.Value.File("cache"), Workers = 1, Timeout = TestTimeout.Value, BuildTimeout = TestTimeout.Value,
    }));
    private static int runs;

    private readonly ConcurrentDictionary<string, bool> _files = new();

    /// <summary>
    /// The run's files. They stay until all tests are over: the worker's current folder is among them.
    /// </summary>
    public string Folder { get; } =
        Directory.CreateDirectory(Root.Value.File($"{Interlocked.Increment(ref runs)}")).FullName;

    public string Name => Engine.Value.Name;

    public IReadOnlyDictionary<string, string> Problems =>
        Engine.Value.Problems.Where(problem => _files.ContainsKey(problem.Key)).ToDictionary();

    public Task<HookOutcome> Run(HookJob job, CancellationToken token) =>
        Engine.Value.Run(job with { File = Own(job.File) }, token);

    public Task Warm(string file, CancellationToken token) => Engine.Value.Warm(Own(file), token);

    public void Forget(string file)
    {
        if (_files.TryRemove(file, out _))
            Engine.Value.Forget(file);
    }

    public Task<IReadOnlyList<ScriptMessage>> Check(string file, CancellationToken token) =>
        Engine.Value.Check(file, token);

    /// <summary>The end of the run.</summary>
    public void Dispose()
    {
        foreach (var file in _files.Keys)
            Forget(file);
    }

    /// <summary>The end of all tests.</summary>
    public static void Stop()
    {
        if (Engine.IsValueCreated)
            Engine.Value.Dispose();
        if (Root.IsValueCreated)
            Root.Value.Dispose();
    }

    private string Own(string file)
    {
        _files.TryAdd(file, true);
        return file;
    }
}
