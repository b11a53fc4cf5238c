using System.Diagnostics;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>Explains an exception of a script to its author.</summary>
internal static class ScriptFailure
{
    private const int MaxCauses = 3;

    /// <summary>The innermost cause, what it led to, and the line of the script that is nearest to it.</summary>
    public static ScriptError Explain(Exception error)
    {
        var chain = Chain(error).ToList();
        var frame = chain.AsEnumerable().Reverse().Select(ScriptFrame).FirstOrDefault(found => found is not null);
        var words = chain.Where(one => !IsWrapper(one)).DefaultIfEmpty(chain[^1]).Reverse().Select(Words).Distinct();
        return new(string.Join(" <- ", words.Take(MaxCauses)), frame?.GetFileName(), frame?.GetFileLineNumber() ?? 0,
            chain.Exists(one => one is OutOfMemoryException)) { IsDamaged = error is DamagedScriptException };
    }

    // From the outermost to the innermost; of several the first.
    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (var one = error; one is not null; one = one.InnerException)
            yield return one;
    }

    // Their own words say only that there is a cause.
    private static bool IsWrapper(Exception error) => error.InnerException is not null
        && error is AggregateException or System.Reflection.TargetInvocationException or TypeInitializationException;

    private static string Words(Exception error) =>
        error is HookException ? error.Message : $"{error.GetType().Name}: {error.Message}";

    private static StackFrame? ScriptFrame(Exception error) => new StackTrace(error, fNeedFileInfo: true).GetFrames()
        .FirstOrDefault(frame => frame.GetFileName() is not null
            && frame.GetMethod()?.Module.Assembly.IsCollectible == true);
}
