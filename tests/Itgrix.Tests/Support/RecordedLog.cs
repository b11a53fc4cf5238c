using System.Collections.Concurrent;
using Itgrix.Runtime.Platform.Logging;
using NLog;
using NLog.Config;
using NLog.Targets;

namespace Itgrix.Tests.Support;

/// <summary>
/// Captures the log lines of the test and of what it starts, until it is disposed; other tests have their own.
/// </summary>
internal sealed class RecordedLog : IDisposable
{
    private readonly QueueTarget _target = new();

    private readonly ServiceLog _log;

    /// <param name="level">The configured level; not given: all lines of the service, none of the framework.</param>
    public RecordedLog(LogDetail? level = null)
    {
        var config = new LoggingConfiguration();
        config.AddRule(LogLevel.Trace, LogLevel.Fatal, _target, $"{LogText.OwnPrefix}*");
        _log = new(new(), _ => level is { } least ? LogTargets.To(new() { Level = least }, _target) : config);
        AppLog.Use(_log);
    }

    public IReadOnlyList<string> Lines => [.. _target.Lines];

    public void Dispose()
    {
        AppLog.Use(null);
        _log.Dispose();
    }

    // Read while other threads write.
    private sealed class QueueTarget : Target
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        protected override void Write(LogEventInfo logEvent) =>
            Lines.Enqueue($"{logEvent.Level} {LogText.Text(logEvent)}");
    }
}
