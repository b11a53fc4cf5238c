using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>
/// Registers what the service runs. Parts start in the order of their registration, and stop in reverse: what takes
/// calls stops before what delivers them.
/// </summary>
internal static class HostingServices
{
    /// <summary>All parts stop as soon as one fails; its failure is thrown by who runs the host.</summary>
    /// <param name="services">The services.</param>
    /// <param name="time">The clock of all parts.</param>
    public static IServiceCollection AddHosting(this IServiceCollection services, TimeProvider time) => services
        .AddSingleton(time)
        // Who stops the process limits the time of its end.
        .Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan)
        .AddHostOfCaller()
        .AddSingleton<ServiceEnd>();

    /// <summary>
    /// The host writes to the log of its caller and lives as long as the caller wants. A failed start is an exception,
    /// which the caller reports.
    /// </summary>
    public static IServiceCollection AddHostOfCaller(this IServiceCollection services) => services
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(AppLog.Current.Provider)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None))
        .AddSingleton<IHostLifetime, CallersLifetime>();

    /// <summary>Runs the registered parts of a type, one or several, until the service stops.</summary>
    public static IServiceCollection AddPart<T>(
        this IServiceCollection services, string name, Func<T, CancellationToken, Task> run)
        where T : notnull =>
        services.AddSingleton<IHostedService>(provider => new ServicePart<T>(name, provider, run));

    /// <summary>Registers what is opened when the service starts.</summary>
    public static IServiceCollection AddOpened<T>(
        this IServiceCollection services, Func<IServiceProvider, CancellationToken, Task<T>> open)
        where T : class => services
        .AddSingleton(provider => new Opened<T>(token => open(provider, token)))
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<Opened<T>>());

    /// <summary>Registers one of several of a type, under its name.</summary>
    public static IServiceCollection AddOpened<T>(
        this IServiceCollection services, string name, Func<IServiceProvider, CancellationToken, Task<T>> open)
        where T : class => services
        .AddKeyedSingleton(name, (provider, _) => new Opened<T>(token => open(provider, token)))
        .AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<Opened<T>>(name));

    /// <summary>Does something once, when the parts before it have started.</summary>
    public static IServiceCollection AddStart(
        this IServiceCollection services, Func<IServiceProvider, CancellationToken, Task> start) =>
        services.AddSingleton<IHostedService>(provider => new Start(token => start(provider, token)));

    private sealed class Start(Func<CancellationToken, Task> start) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => start(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
