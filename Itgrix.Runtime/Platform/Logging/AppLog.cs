using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>
/// The log of the code that runs: the process has one, and a service that shares its process with others may have its
/// own, which whatever it starts writes to as well.
/// </summary>
internal static class AppLog
{
    private static readonly AsyncLocal<ServiceLog?> Own = new();
    private static ServiceLog _process = new(new());

    public static ServiceLog Current => Own.Value ?? _process;

    /// <summary>A logger that writes to the log which is current at each line.</summary>
    public static ILogger For(string category) => new CurrentLogger($"{LogText.OwnPrefix}{category}");

    /// <summary>Replaces the log of the process.</summary>
    public static void UseInProcess(ServiceLog log) => Interlocked.Exchange(ref _process, log).Dispose();

    /// <summary>Replaces the log of the caller and of what it starts from now on; <c>null</c>: the process's.</summary>
    public static void Use(ServiceLog? log) => Own.Value = log;

    private sealed class CurrentLogger(string category) : ILogger
    {
        private Opened? _last;

        public bool IsEnabled(LogLevel logLevel) => Logger.IsEnabled(logLevel);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => Logger.BeginScope(state);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Logger.Log(logLevel, eventId, state, exception, formatter);

        private ILogger Logger
        {
            get
            {
                var log = Current;
                var last = _last;
                if (last?.Log != log)
                    _last = last = new(log, log.For(category));
                return last.Logger;
            }
        }

        private sealed record Opened(ServiceLog Log, ILogger Logger);
    }
}
