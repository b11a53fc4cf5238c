using Itgrix.Runtime.Platform.Native;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Crms.Simulation;

/// <summary>The simulators, in a child process that ends with this one.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private const string Program = "Itgrix.Sandbox.dll";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly ChildProcess _process;
    private readonly StringBuilder _text = new();
    private readonly List<string> _lines = [];

    private SandboxProcess(ChildProcess process) => _process = process;

    /// <param name="last">Start of the line that reports readiness.</param>
    /// <param name="arguments">What to simulate.</param>
    /// <exception cref="IOException">It is missing, or does not start.</exception>
    public static async Task<SandboxProcess> StartAsync(
        string last, IReadOnlyList<string> arguments, CancellationToken token)
    {
        var program = Find() ?? throw new IOException(
            $"{Program}, the simulated CRMs, is not beside the program: start it by ./run.sh, which builds it.");
        var sandbox = new SandboxProcess(ChildProcess.Start(new("dotnet", [program, .. arguments])
        {
            Streams = new Dictionary<int, ChildStream>
                { [0] = ChildStream.Nothing, [1] = ChildStream.Writes, [2] = ChildStream.Nothing },
        }));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(StartLimit);
        if (await sandbox.SaysAsync(last, limit.Token))
            return sandbox;
        sandbox.Dispose();
        throw new IOException($"{program}, the simulators, did not start: try dotnet {program} {arguments[0]}.");
    }

    /// <summary>The value that it printed after a label, such as <c>Account: </c>.</summary>
    public string After(string label) =>
        _lines.First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..].Trim();

    /// <summary>Waits until it prints a line that starts so.</summary>
    /// <returns>False when it ended before, or the wait was cancelled.</returns>
    public Task<bool> SaysAsync(string beginning, CancellationToken token) => Task.Run(() =>
    {
        while (!_lines.Exists(line => line.StartsWith(beginning, StringComparison.Ordinal)))
        {
            if (token.IsCancellationRequested || !Read())
                return false;
        }
        return true;
    }, CancellationToken.None);

    public void Dispose() => _process.Dispose();

    private bool Read()
    {
        Span<byte> buffer = stackalloc byte[1024];
        PollEntry.Wait([new((int)_process.Pipes[1].DangerousGetHandle(), PollEntry.Readable)],
            TimeSpan.FromMilliseconds(200));
        var read = Descriptor.Read(_process.Pipes[1], buffer);
        if (read == 0)
            return false;
        if (read > 0)
            _text.Append(Encoding.UTF8.GetString(buffer[..read]));
        if (_text.ToString().Split('\n') is [.. var lines, var rest] && lines.Length > 0)
        {
            _lines.AddRange(lines);
            _text.Clear().Append(rest);
        }
        return true;
    }

    // In the project's build output, or beside the program, as in tests.
    private static string? Find() => new[] { Built(), AppContext.BaseDirectory }
        .Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists);

    private static string Built() => Path.Combine(
        Environment.GetEnvironmentVariable("ITGRIX_HOME") ?? "", "tests/Itgrix.Sandbox/bin/Release/net10.0");
}
