using System.Runtime.InteropServices;
using Itgrix.Runtime;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Logging;
using NLog;

namespace Itgrix.Tests.Support;

/// <summary>What <c>serve</c> runs, in a process of its own, on a clock that the test sets on.</summary>
internal static class ServiceOnClock
{
    public static async Task RunAsync(string config, string clock)
    {
        LogSetup.ToStandardError(LogLevel.Info);
        using var time = new SharedClock(clock);
        using var stop = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        await new Connector(ItgrixConfig.Load(config), time).RunAsync(() => Console.Error.WriteLine("Itgrix follows calls."), stop.Token);
        LogManager.Shutdown();
    }
}
