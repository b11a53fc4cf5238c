using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Csx;

namespace Itgrix.Runtime.Hooks;

/// <summary>Loads hook files of one kind and runs them. It knows no CRM and no policy.</summary>
internal interface IHookEngine : IDisposable
{
    /// <summary>The engine's name, which is also the extension of its files: <c>csx</c>, <c>php</c>.</summary>
    string Name { get; }

    /// <summary>Runs the newest version of the file within the timeout. Whatever the file does, this returns.</summary>
    Task<EngineAnswer> Run(HookJob job, CancellationToken token);

    /// <summary>Prepares the file, so that its first call is like any other; none of its code runs.</summary>
    Task Warm(string file, CancellationToken token);

    /// <summary>Forgets a file that was removed: none of its versions runs again.</summary>
    void Forget(string file);

    /// <summary>Files with a newest version that cannot run, and the first reason of each.</summary>
    IReadOnlyDictionary<string, string> Problems { get; }

    /// <summary>Compiler or linter messages about the current file.</summary>
    Task<IReadOnlyList<ScriptMessage>> Check(string file, CancellationToken token);
}

/// <summary>One call of one hook.</summary>
/// <param name="Hook">Which hook.</param>
/// <param name="File">Full path of the file that implements it.</param>
/// <param name="Input">The input, JSON.</param>
/// <param name="Limit">Timeout.</param>
internal sealed record HookJob(HookDefinition Hook, string File, ReadOnlyMemory<byte> Input, TimeSpan Limit);

/// <summary>Result of an engine.</summary>
/// <param name="Reply">The reply as the file gave it, JSON; <c>null</c> when there is none.</param>
/// <param name="Reason">Why there is none: what, where, what to do.</param>
internal sealed record EngineAnswer(ReadOnlyMemory<byte>? Reply, string? Reason)
{
    /// <summary>Problems of a run that has a reply nevertheless.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Running time, without waiting for a worker or a compiler.</summary>
    public TimeSpan Ran { get; init; }

    /// <summary>Whether there is no reply because of the timeout.</summary>
    public bool TimedOut { get; init; }

    /// <summary>The version that ran: the start of its content's hash.</summary>
    public string? Version { get; init; }

    /// <summary>The file's log lines, in order.</summary>
    public IReadOnlyList<LogLine> Log { get; init; } = [];

    /// <summary>The same result with a warning that an earlier version of the file ran.</summary>
    /// <param name="problem">Why the newest version cannot run.</param>
    public EngineAnswer ByLastGood(string problem) => this with
    {
        Warnings = [$"the last good version ran, because the newest cannot: {problem}", .. Warnings],
    };

    public static EngineAnswer Failed(string reason) => new(null, reason);
}

/// <summary>A line of a hook's log.</summary>
internal sealed record LogLine(LogLevel Level, string Text);
