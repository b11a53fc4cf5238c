using System.CommandLine;
using Itgrix.Runtime.Cli.Setup;
using Itgrix.Runtime.Crms;

namespace Itgrix.Runtime.Cli;

/// <summary>The commands of the program.</summary>
internal static class CommandLine
{
    /// <summary>Runs one.</summary>
    /// <param name="args">The command with its arguments.</param>
    /// <param name="crms">The CRMs of the program.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, IReadOnlyList<ICrmModule> crms)
    {
        CrmModules.Use(crms);
        var root = new RootCommand("Itgrix, the scriptable bridge between Asterisk and the CRM.")
        {
            HookCommand.Create(),
            CheckCommand.Create(),
            DemoCommand.Create(),
            ExamplesCommand.Create(),
            HooksCommand.Create(),
            SetupCommand.Create(),
            DoctorCommand.Create(),
            BackupCommand.Create(),
            BackupCommand.CreateRestore(),
            ImportCommand.Create(),
            NewCommand.Create(),
            ReplayCommand.Create(),
            ServeCommand.Create(),
            OutboxCommand.Create(),
            ReadCallCommand.Create(),
            ConnectCommand.Create(),
            PasswordCommand.Create(),
        };
        foreach (var command in CrmModules.All.SelectMany(module => module.Commands))
            root.Add(command);
        try
        {
            // Less than TimeoutStopSec of the unit; after it the program would be killed without its last words.
            return await root.Parse(args).InvokeAsync(new()
                { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(25) });
        }
        catch (Exception error) when (ForeseenFailure.Is(error) && error is not OperationCanceledException)
        {
            Console.Error.WriteLine(OwnCommand.In(ForeseenFailure.Words(error)));
            return 2;
        }
        finally
        {
            AppLog.Current.Dispose();
        }
    }
}
