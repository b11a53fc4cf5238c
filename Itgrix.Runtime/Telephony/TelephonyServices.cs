using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Runtime.Telephony;

/// <summary>Registers the PBXs.</summary>
internal static class TelephonyServices
{
    /// <summary>What all PBXs share.</summary>
    public static IServiceCollection AddTelephony(this IServiceCollection services) => services
        .AddSingleton(provider => new NumberPlanFile(provider.GetRequiredService<Func<NumberOptions>>()))
        .AddSingleton<IStatusPart>(provider => new CallStatus(provider.GetServices<Pbx>()));

    /// <summary>One more PBX.</summary>
    /// <param name="services">The services; they have a ledger under its name, and the number options in force.</param>
    /// <param name="asterisk">Where its calls come from.</param>
    /// <param name="queue">How calls are queued.</param>
    public static IServiceCollection AddPbx(
        this IServiceCollection services, AsteriskOptions asterisk, PendingStageOptions queue) =>
        services.AddSingleton(provider => new Pbx(
            asterisk, queue, provider.GetRequiredKeyedService<ICallLedger>(asterisk.Name),
            provider.GetRequiredService<NumberPlanFile>(), provider.GetRequiredService<TimeProvider>()));
}
