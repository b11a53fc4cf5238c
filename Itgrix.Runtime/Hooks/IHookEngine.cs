using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Csx;

namespace Itgrix.Runtime.Hooks;

/// <summary>Loads hook files of one kind and runs them. It knows no CRM and no policy.</summary>
internal interface IHookEngine : IDisposable
{
    /// <summary>The engine's name, which is also the ending of its files: <c>csx</c>, <c>php</c>.</summary>
    string Name { get; }

    /// <summary>Runs the newest version of the file within the limit. Whatever the file does, this returns.</summary>
    Task<EngineAnswer> Run(HookJob job, CancellationToken token);

    /// <summary>Makes the file ready, so that its first call is like any other; nothing of it runs.</summary>
    Task Warm(string file, CancellationToken token);

    /// <summary>No version of this file runs again: it was removed.</summary>
    void Forget(string file);

    /// <summary>Files whose newest version cannot run, and the first reason of each.</summary>
    IReadOnlyDictionary<string, string> Problems { get; }

    /// <summary>What compiler or linter say of the file as it is now.</summary>
    Task<IReadOnlyList<ScriptMessage>> Check(string file, CancellationToken token);
}

/// <summary>One call of one hook.</summary>
/// <param name="Hook">Which hook.</param>
/// <param name="File">Full path of the file that implements it.</param>
/// <param name="Input">The input, JSON.</param>
/// <param name="Limit">How long it may run.</param>
internal sealed record HookJob(HookDefinition Hook, string File, ReadOnlyMemory<byte> Input, TimeSpan Limit);

/// <summary>What an engine brings back.</summary>
/// <param name="Reply">The reply as the file gave it, JSON; <c>null</c> when there is none.</param>
/// <param name="Reason">Why there is none: what, where, what to do.</param>
internal sealed record EngineAnswer(ReadOnlyMemory<byte>? Reply, string? Reason)
{
    /// <summary>What is not as it should be although there is a reply.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How long it ran, without waiting for a worker or a compiler.</summary>
    public TimeSpan Ran { get; init; }

    /// <summary>Whether there is no reply because the limit was over.</summary>
    public bool TimedOut { get; init; }

    /// <summary>The version that ran: the beginning of its content's hash.</summary>
    public string? Version { get; init; }

    /// <summary>What the file said, in its order.</summary>
    public IReadOnlyList<LogLine> Log { get; init; } = [];

    /// <summary>The same with a warning that an earlier version of the file gave it.</summary>
    /// <param name="problem">Why the newest version cannot run.</param>
    public EngineAnswer ByLastGood(string problem) => this with
    {
        Warnings = [$"the last good version ran, because the newest cannot: {problem}", .. Warnings],
    };

    public static EngineAnswer Failed(string reason) => new(null, reason);
}

/// <summary>A line of a hook's log.</summary>
internal sealed record LogLine(LogLevel Level, string Text);
