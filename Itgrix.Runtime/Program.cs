using System.CommandLine;
using Itgrix.Runtime.Cli;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Logging;
using NLog;

Cultures.UseInvariant();
// Workers first: they start often and need nothing else of the program.
if (args is [OwnProgram.WorkerVerb, "csx"])
    return ScriptWorker.Run();
if (args is [OwnProgram.WorkerVerb, "compiler", var cache])
    return CompilerWorker.Run(cache);

LogSetup.ToStandardError(LogLevel.Info);
var root = new RootCommand("Itgrix, the scriptable bridge between Asterisk and the CRM.")
{
    HookCommand.Create(),
    CheckCommand.Create(),
    DemoCommand.Create(),
    ExamplesCommand.Create(),
    HooksCommand.Create(),
    NewCommand.Create(),
    ReplayCommand.Create(),
    ServeCommand.Create(),
    OutboxCommand.Create(),
    ReadCallCommand.Create(),
    PasswordCommand.Create(),
    WidgetCommand.Create(),
};
try
{
    // Less than TimeoutStopSec of the unit; after it the program would be killed without its last words.
    return await root.Parse(args).InvokeAsync(new()
        { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(25) });
}
catch (Exception error) when (ForeseenFailure.Is(error) && error is not OperationCanceledException)
{
    Console.Error.WriteLine(ForeseenFailure.Words(error));
    return 2;
}
finally
{
    LogManager.Shutdown();
}
