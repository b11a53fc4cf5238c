using NLog;
using NLog.Config;
using NLog.Targets;

namespace Itgrix.Tests.Support;

/// <summary>Captures log lines until it is disposed.</summary>
internal sealed class RecordedLog : IDisposable
{
    private readonly MemoryTarget _target = new()
    {
        Layout = "${level} ${message}${onexception:${exception:format=tostring}}",
    };

    public RecordedLog()
    {
        var config = new LoggingConfiguration();
        config.AddRule(LogLevel.Trace, LogLevel.Fatal, _target);
        LogManager.Configuration = config;
    }

    public IReadOnlyList<string> Lines => [.. _target.Logs];

    public void Dispose() => LogManager.Configuration = null;
}
