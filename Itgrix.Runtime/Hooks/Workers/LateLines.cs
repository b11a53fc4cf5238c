namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// Log lines of a call that come after its answer. They wait until the one who knows the call's hook takes them.
/// </summary>
internal sealed class LateLines
{
    // Work that is left in a loop would fill the log.
    private const int MaxLines = 100;

    private readonly Lock _gate = new();
    private readonly List<LogLine> _waiting = [];
    private Action<LogLine>? _log;
    private int _count;

    public void Add(LogLine line)
    {
        lock (_gate)
        {
            if (_count++ >= MaxLines)
                return;
            if (_log is null)
                _waiting.Add(line);
            else
                _log(line);
        }
    }

    /// <summary>Where the lines go from now on, those that wait first.</summary>
    public void SendTo(Action<LogLine> log)
    {
        lock (_gate)
        {
            _waiting.ForEach(log);
            _waiting.Clear();
            _log = log;
        }
    }
}
