using System.Diagnostics;

namespace Itgrix.Tests.Support;

/// <summary>The service, by <c>run.sh serve</c>'s own program, in a process that a test may kill.</summary>
internal sealed class RunningService(string config) : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime");

    private Process? _process;

    /// <summary>What it wrote to its log, of all runs.</summary>
    public System.Text.StringBuilder Log { get; } = new();

    /// <summary>Starts it, and waits until it follows calls.</summary>
    public async Task StartAsync(CancellationToken token)
    {
        var follows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = _process = new Process
        {
            StartInfo = new(Program, ["serve", "--config", config]) { RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (Log)
                Log.AppendLine(line.Data);
            if (line.Data?.Contains("follows calls", StringComparison.Ordinal) == true)
                follows.TrySetResult();
            else if (line.Data is null)
                follows.TrySetException(new InvalidOperationException($"The service ended: {Log}"));
        };
        process.Start();
        process.BeginErrorReadLine();
        await follows.Task.WaitAsync(token);
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    public async Task KillAsync(CancellationToken token)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(token);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Sends it a signal: <c>HUP</c>.</summary>
    public async Task SignalAsync(string name, CancellationToken token)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync(token);
    }

    /// <summary>As systemd stops it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(CancellationToken token)
    {
        await SignalAsync("TERM", token);
        await _process!.WaitForExitAsync(token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        _process?.Dispose();
    }
}
