using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Runtime.Hooks;

/// <summary>Registers the hooks; they are warm before calls are followed.</summary>
internal static class HooksServices
{
    private static readonly ILogger Log = AppLog.For("hooks");

    /// <param name="services">The services; they have the options in force as a function.</param>
    /// <param name="options">The options at the start.</param>
    /// <param name="crms">The CRMs whose hooks the status shows.</param>
    public static IServiceCollection AddHooks(
        this IServiceCollection services, CustomizerOptions options, IEnumerable<Crm> crms) => services
        .AddSingleton(_ => new CsxEngine(options))
        .AddSingleton(_ => new PhpEngine(options))
        .AddSingleton(provider => new HookRunner(
            options, [provider.GetRequiredService<CsxEngine>(), provider.GetRequiredService<PhpEngine>()])
            { Settings = provider.GetRequiredService<Func<CustomizerOptions>>() })
        .AddSingleton<IStatusPart>(provider => new HookStatus(
            provider.GetRequiredService<HookRunner>(), () => provider.GetRequiredService<PhpEngine>().Figures, crms))
        .AddStart(async (provider, token) =>
        {
            foreach (var folder in options.Folders)
            {
                if (folder.Problem is { } problem)
                    HookLogMessages.NoFolder(Log, folder.Path, problem);
            }
            foreach (var risk in HookRights.FindRisks(options.Folders.Where(folder => folder.Problem is null)
                .Select(folder => folder.Path)))
                HookLogMessages.AtRisk(Log, risk);
            provider.GetRequiredService<CsxEngine>().Start();
            await provider.GetRequiredService<HookRunner>().Warm(token);
        });
}
