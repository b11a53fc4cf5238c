using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Workers;

namespace Itgrix.Tests.Fuzz.Targets;

/// <summary>An engine with files that all reply with the given text.</summary>
internal sealed class GivenReply : IHookEngine
{
    public string Name => "csx";

    public ReadOnlyMemory<byte> Reply { get; set; }

    public IReadOnlyDictionary<string, string> Problems => new Dictionary<string, string>();

    public Task<HookOutcome> Run(HookJob job, CancellationToken token) =>
        Task.FromResult(job.Outcome(new(WorkerEnd.Reply, []), Reply, null));

    public void Forget(string file)
    {
    }

    public Task Warm(string file, CancellationToken token) => Task.CompletedTask;

    public Task<IReadOnlyList<ScriptMessage>> Check(string file, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<ScriptMessage>>([]);

    public void Dispose()
    {
    }
}
