using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// The service's side of the compiler: a separate process, started when there is something to compile.
/// </summary>
internal sealed class CompilerProcess(string cacheFolder) : IDisposable
{
    private const int MaxOutput = 64 << 20;
    private const int Queue = 10_000;
    private const long Memory = 2L << 30, MaxResident = 600L << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    // Roslyn has more memory than all else together; an author saves again within seconds, or much later.
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(30);
    private static readonly Dictionary<string, string?> NoVariables = [];

    private readonly Lazy<WorkerPool> _pool = new(() => new("compiler", 1, Queue,
        new() { MaxMemory = MaxResident, MaxIdle = MaxIdle },
        () => WorkerProcess.Start(OwnProgram.Worker("compiler", Memory, NoVariables, cacheFolder), MaxOutput)));

    public async Task<CompileAnswer> Compile(string script, CancellationToken token)
    {
        // Stamped before the compiler reads, so that a save in between counts as a change.
        var watched = WatchedFile.Read(script);
        var answer = await _pool.Value.Call(Encoding.UTF8.GetBytes(script), Limit, token);
        return answer.End == WorkerEnd.Reply
            ? JsonSerializer.Deserialize(answer.Payload, CsxJson.Default.CompileAnswer)!
            : new(null, [ScriptMessage.Error(script, "ITX004",
                $"the compiler failed on it ({answer.End}): {FirstLine(answer.StandardError)}")], [watched]);
    }

    public void Dispose()
    {
        if (_pool.IsValueCreated)
            _pool.Value.Dispose();
    }

    private static string FirstLine(string words) => words.Split('\n')[0];
}
