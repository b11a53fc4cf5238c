using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Runtime.Telephony;

/// <summary>Registers the calls of an Asterisk: its connection and the tracker.</summary>
internal static class TelephonyServices
{
    /// <param name="services">The services; they have the ledger, and the number options in force.</param>
    /// <param name="asterisk">Where calls come from.</param>
    /// <param name="queue">How calls are queued.</param>
    public static IServiceCollection AddTelephony(
        this IServiceCollection services, AsteriskOptions asterisk, CallQueueOptions queue) => services
        .AddSingleton(provider => new NumberPlanFile(provider.GetRequiredService<Func<NumberOptions>>()))
        .AddSingleton(provider => new AsteriskCalls(
            asterisk, queue, provider.GetRequiredService<ICallLedger>(), provider.GetRequiredService<NumberPlanFile>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IStatusPart>(provider => new CallStatus(provider.GetRequiredService<AsteriskCalls>()))
        .AddSingleton<IStatusPart>(provider => new AsteriskStatus(provider.GetRequiredService<AsteriskCalls>()));
}
