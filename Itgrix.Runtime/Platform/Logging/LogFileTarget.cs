using NLog.Common;
using NLog.Targets;

namespace Itgrix.Runtime.Platform.Logging;

/// <summary>The log's file.</summary>
/// <param name="report">
/// Gets the error when the file can no longer be written, and <c>null</c> when it can again; not on the writing thread.
/// </param>
internal sealed class LogFileTarget(Action<Exception?> report) : FileTarget
{
    private bool _fails;

    protected override void Write(AsyncLogEventInfo logEvent) => Write([logEvent]);

    protected override void Write(IList<AsyncLogEventInfo> logEvents)
    {
        Exception? error = null;
        base.Write([.. logEvents.Select(entry => entry.LogEvent.WithContinuation(failure =>
        {
            error ??= failure?.GetBaseException();
            entry.Continuation(failure);
        }))]);
        if (error is null != _fails)
            return;
        _fails = !_fails;
        // The report is logged itself: this thread may hold locks of the log.
        ThreadPool.QueueUserWorkItem(_ => report(error));
    }
}
