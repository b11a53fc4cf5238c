using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Csx;

namespace Itgrix.Runtime.Hooks;

/// <summary>Loads hook files of one kind and runs them. It knows no CRM and no policy.</summary>
internal interface IHookEngine : IDisposable
{
    /// <summary>The engine's name, which is also the extension of its files: <c>csx</c>, <c>php</c>.</summary>
    string Name { get; }

    /// <summary>Runs the newest version of the file within the timeout. Whatever the file does, this returns.</summary>
    Task<HookOutcome> Run(HookJob job, CancellationToken token);

    /// <summary>Prepares the file, so that its first call is like any other; none of its code runs.</summary>
    Task Warm(string file, CancellationToken token);

    /// <summary>Forgets a file that was removed: none of its versions runs again.</summary>
    void Forget(string file);

    /// <summary>Files with a newest version that cannot run, and the first reason of each.</summary>
    IReadOnlyDictionary<string, string> Problems { get; }

    /// <summary>Compiler or linter messages about the current file.</summary>
    Task<IReadOnlyList<ScriptMessage>> Check(string file, CancellationToken token);
}

/// <summary>A line of a hook's log.</summary>
internal sealed record LogLine(LogLevel Level, string Text);
