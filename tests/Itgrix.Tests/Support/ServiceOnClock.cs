using System.Runtime.InteropServices;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Logging;
using Itgrix.Runtime.Service;

namespace Itgrix.Tests.Support;

/// <summary>The program of <c>serve</c>, in a process of its own, on a clock that the test controls.</summary>
internal static class ServiceOnClock
{
    public static async Task RunAsync(string config, string clock)
    {
        using var time = new SharedClock(clock);
        using var stop = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        await ServiceInProcess.RunAsync(WithoutLimit(ItgrixConfig.Load(config)), time,
            () => Console.Error.WriteLine("Itgrix follows calls."), stop.Token);
        AppLog.Current.Dispose();
    }

    // Kommo's rate limit runs in real time, which is too slow for a test of many calls.
    private static ItgrixConfig WithoutLimit(ItgrixConfig config) =>
        config with { Crms = config.Crms.ToDictionary(crm => crm.Key, crm =>
            crm.Value is KommoOptions kommo ? kommo with { RequestsPerSecond = 1000 } : crm.Value) };
}
