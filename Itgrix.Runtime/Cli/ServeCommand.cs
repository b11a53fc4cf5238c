using System.CommandLine;
using System.Runtime.InteropServices;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Runtime.Platform.Systemd;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Cli;

/// <summary><c>serve</c>: the service, until a signal stops it.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = new CommonOptions().Config;
        var command = new Command("serve",
            "Runs the service: follows calls and delivers them to the CRMs, until it is stopped.") { config };
        command.SetAction((parsed, stop) => RunAsync(ItgrixConfig.Load(parsed.GetValue(config)), stop));
        return command;
    }

    private static async Task<int> RunAsync(ItgrixConfig config, CancellationToken stop)
    {
        if (config.File is null)
            throw new UsageException(
                "There is no configuration: write one (docs/configuration.md) and give it by --config FILE.");
        if (config.Crms.Count == 0)
            throw new UsageException($"{config.File} names no CRM: add " + string.Join(" or ", CrmModules.All.Select(
                module => $"\"{module.Crm.Id}\": {{ ... }} (docs/{module.Crm.Id}.md)")) + ".");
        // The command line can stop only a command that has returned its task; another one it ends at once.
        await Task.Yield();
        AppLog.Current.Apply(config.Log);
        OwnMemory.Protect();
        // A signal before or after the handler is registered would end the service.
        using var early = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
        using var systemd = ServiceNotifier.FromEnvironment();
        await using var stopping = stop.Register(() => systemd?.Stopping());
        using var over = new CancellationTokenSource();
        var watched = systemd?.WatchAsync(TimeProvider.System, over.Token) ?? Task.CompletedTask;
        try
        {
            systemd?.Starting();
            using var owner = StateLock.Take(config.Outbox.LockFile);
            await ServiceHost.Create(config, TimeProvider.System).RunAsync(() =>
            {
                systemd?.Ready();
                Console.Error.WriteLine("Itgrix follows calls. Ctrl+C stops it.");
            }, stop);
            return 0;
        }
        catch (Exception error) when (error is CelStoreException or IOException)
        {
            throw new UsageException(error.Message);
        }
        finally
        {
            await over.CancelAsync();
            await watched;
        }
    }
}
