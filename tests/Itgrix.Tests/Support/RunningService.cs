using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Itgrix.Tests.Support;

/// <summary>The service, by <c>run.sh serve</c>'s own program, in a process that a test may kill.</summary>
/// <param name="config">Its configuration.</param>
/// <param name="clock">The file of a <see cref="SharedClock"/>; with it the tests' own program runs the
/// service.</param>
/// <param name="environment">Additional variables.</param>
internal sealed partial class RunningService(
    string config, string? clock = null, IReadOnlyDictionary<string, string>? environment = null) : IDisposable
{
    private readonly StringBuilder _log = new();
    private Process? _process;

    /// <summary>The verb of the tests' own program under which it runs; <c>null</c> for the product itself.</summary>
    public string? Verb { get; init; }

    /// <summary>Its process.</summary>
    public int Id => _process!.Id;

    /// <summary>Its log, of all runs.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return $"{_log}";
        }
    }

    /// <summary>Its address, from the log.</summary>
    public Uri Address => new(Listening().Matches(Log)[^1].Groups[1].Value);

    /// <summary>Starts it, and waits until it follows calls.</summary>
    public async Task StartAsync(CancellationToken token)
    {
        var follows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = _process = new Process
        {
            StartInfo = StartInfo(),
            EnableRaisingEvents = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            process.StartInfo.Environment[name] = value;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_log)
                _log.AppendLine(line.Data);
            if (line.Data?.Contains("follows calls", StringComparison.Ordinal) == true)
                follows.TrySetResult();
            else if (line.Data is null)
                follows.TrySetException(new InvalidOperationException($"The service ended: {Log}"));
        };
        process.Start();
        process.BeginErrorReadLine();
        await follows.Task.WaitAsync(token);
    }

    /// <summary>Waits for a text in the log.</summary>
    public Task LoggedAsync(string text) =>
        Eventually.TrueAsync(() => Log.Contains(text, StringComparison.Ordinal), () => Log, text);

    /// <summary>Its child processes.</summary>
    public IReadOnlyList<string> Children() =>
        [.. Directory.EnumerateDirectories($"/proc/{_process!.Id}/task")
            .SelectMany(
                task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public async Task KillAsync(CancellationToken token)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(token);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Sends it a signal: <c>HUP</c>.</summary>
    public Task SignalAsync(string name, CancellationToken token) =>
        Command.Start("kill", [$"-{name}", $"{_process!.Id}"], [], "/", cancellation: token);

    /// <summary>Stops it as systemd does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(CancellationToken token)
    {
        await SignalAsync("TERM", token);
        await _process!.WaitForExitAsync(token);
        return _process.ExitCode;
    }

    private ProcessStartInfo StartInfo()
    {
        var folder = AppContext.BaseDirectory;
        if (Verb is not null)
            return new("dotnet", ["exec", Path.Combine(folder, "Itgrix.Tests.dll"), Verb, "serve", "--config", config])
                { RedirectStandardError = true };
        return clock is null
            ? new(
                Path.Combine(folder, "Itgrix.Runtime"), ["serve", "--config", config]) { RedirectStandardError = true }
            : new("dotnet", ["exec", Path.Combine(folder, "Itgrix.Tests.dll"),
                "serve", config, clock]) { RedirectStandardError = true };
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        _process?.Dispose();
    }

    [GeneratedRegex("Listening at \"?(https?://[^\\s\"]+)")]
    private static partial Regex Listening();
}
