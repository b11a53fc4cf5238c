using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>How this program starts itself again as a worker.</summary>
internal static class OwnProgram
{
    /// <summary>The first argument of a worker.</summary>
    public const string WorkerVerb = "worker";

    /// <param name="role">The role of the process: <c>csx</c>, <c>compiler</c>.</param>
    /// <param name="memory">Maximum managed memory in bytes; the total is a little more.</param>
    /// <param name="variables">Environment variables of this role.</param>
    public static ProcessSpec Worker(
        string role, long memory, IReadOnlyDictionary<string, string?> variables, params string[] arguments) =>
        new(Program, [.. ProgramArguments, WorkerVerb, role, .. arguments])
        {
            MemoryLimit = memory + NativeMemory,
            Environment = new Dictionary<string, string?>(variables)
            {
                ["DOTNET_GCHeapHardLimit"] = memory.ToString("x", CultureInfo.InvariantCulture),
                ["DOTNET_gcServer"] = "0",
                ["DOTNET_gcConcurrent"] = "0",
                ["DOTNET_TieredPGO"] = "0",
                // A crash of a script is ordinary here: no dumps, no debugger's socket for each worker.
                ["DOTNET_DbgEnableMiniDump"] = "0",
                ["DOTNET_EnableDiagnostics"] = "0",
            },
        };

    // Code, stacks and the runtime's own structures.
    private const long NativeMemory = 512L << 20;

    // A self-contained publish is a program by itself; else the dotnet program runs it, which is above
    // shared/Microsoft.NETCore.App/10.0.x/.
    private static readonly bool HasOwnRuntime =
        Path.GetFullPath(RuntimeEnvironment.GetRuntimeDirectory()) == Path.GetFullPath(AppContext.BaseDirectory);

    private static readonly string Program = HasOwnRuntime
        ? Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime")
        : Path.GetFullPath("../../../dotnet", RuntimeEnvironment.GetRuntimeDirectory());

    private static readonly string[] ProgramArguments =
        HasOwnRuntime ? [] : ["exec", typeof(OwnProgram).Assembly.Location];
}
