using Microsoft.Extensions.Logging;
using NLog;
using NLog.Config;
using NLog.Extensions.Logging;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>One service's log. Nothing is opened or loaded before its first line.</summary>
/// <param name="options">Level and targets at the start.</param>
/// <param name="targets">Makes targets and rules from the options; standard error and the file when not given.</param>
internal sealed class ServiceLog(LogOptions options, Func<LogOptions, LoggingConfiguration>? targets = null)
    : IDisposable
{
    private readonly Lock _lock = new();
    private NLogLoggerProvider? _provider;

    /// <summary>For the lines of the framework.</summary>
    public ILoggerProvider Provider
    {
        get
        {
            lock (_lock)
                return _provider ??= Open();
        }
    }

    public ILogger For(string category) => Provider.CreateLogger(category);

    /// <summary>Applies other options from now on; a log with targets of its own keeps them.</summary>
    public void Apply(LogOptions changed)
    {
        lock (_lock)
        {
            if (targets is not null || options == changed)
                return;
            options = changed;
            if (_provider is not null)
                _provider.LogFactory.Configuration = Create(changed);
        }
    }

    /// <summary>Writes what is still waiting.</summary>
    public void Dispose() => _provider?.LogFactory.Shutdown();

    private NLogLoggerProvider Open() => new(
        new NLogProviderOptions
        {
            CaptureMessageTemplates = false,
            CaptureMessageParameters = false,
            CaptureMessageProperties = false,
            IncludeScopes = false,
        },
        new LogFactory { Configuration = (targets ?? Create)(options), AutoShutdown = false });

    private LoggingConfiguration Create(LogOptions current) => LogTargets.Create(current, error =>
    {
        var log = For($"{LogText.OwnPrefix}log");
        if (error is null)
            ConnectorLogMessages.LogFileWorks(log, current.File!);
        else
            ConnectorLogMessages.LogFileFailed(log, current.File!, error);
    });
}
