using System.Diagnostics;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// A worker whose last call left work running: it gets no further call, and ends with that work, at the latest after
/// the limit.
/// </summary>
internal sealed class FinishingWorker : IDisposable
{
    private const string Left = "left work running after its reply (a thread, a timer, a task that nothing awaits): "
        + "its worker runs no other hook and is replaced, which takes time. Await the work before the reply.";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly IWorker _worker;
    private readonly LateLines _words;
    private readonly TimeSpan _limit;
    private readonly Thread _thread;
    private volatile bool _isStopped;

    public FinishingWorker(IWorker worker, LateLines words, TimeSpan limit)
    {
        (_worker, _words, _limit) = (worker, words, limit);
        _words.Add(new(LogLevel.Warning, Left));
        _thread = new(Run) { IsBackground = true, Name = "finishing worker" };
        _thread.Start();
    }

    /// <summary>Ends the worker now.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }

    private void Run()
    {
        var began = Stopwatch.GetTimestamp();
        // Disposing ends it: no exception may pass a thread's end.
        using var worker = _worker;
        try
        {
            while (!_isStopped && !worker.Settle(Look) && worker.IsAlive)
            {
                if (Stopwatch.GetElapsedTime(began) < _limit)
                    continue;
                _words.Add(new(LogLevel.Warning,
                    $"what it left running was stopped {_limit.TotalSeconds:0.###} s after its reply."));
                return;
            }
            // It may have ended just now: its last words.
            worker.Settle(TimeSpan.Zero);
        }
        catch (IOException error)
        {
            _words.Add(new(LogLevel.Warning, $"what it left running was stopped: {error.Message}"));
        }
    }
}
