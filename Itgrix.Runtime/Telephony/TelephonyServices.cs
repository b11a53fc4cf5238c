using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Runtime.Telephony;

/// <summary>Registers the calls of an Asterisk: its connection, the tracker, the journal with the position.</summary>
internal static class TelephonyServices
{
    /// <param name="services">The services; they have the handler of stages, and the number options in force.</param>
    /// <param name="asterisk">Where calls come from.</param>
    /// <param name="queue">How calls are queued.</param>
    /// <param name="folder">The folder of the journal.</param>
    public static IServiceCollection AddTelephony(
        this IServiceCollection services, AsteriskOptions asterisk, CallQueueOptions queue, string folder) => services
        .AddSingleton(provider => new NumberPlanFile(provider.GetRequiredService<Func<NumberOptions>>()))
        .AddOpened((provider, token) => CallJournal.OpenAsync(
            Path.Combine(folder, "calls.db"), provider.GetRequiredService<TimeProvider>(), token,
            until: provider.GetRequiredService<ServiceEnd>().Token))
        .AddSingleton(provider => new AsteriskCalls(
            asterisk, queue, provider.GetRequiredService<Opened<CallJournal>>().Value,
            provider.GetRequiredService<NumberPlanFile>(),
            provider.GetRequiredService<Func<CallStageEvent, CancellationToken, Task>>(),
            provider.GetRequiredService<TimeProvider>()));
}
