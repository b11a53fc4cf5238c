using System.Diagnostics;

namespace Itgrix.Tests.Support;

/// <summary>
/// A database server of one test class: in a temporary folder, with a socket in it, removed with the class.
/// </summary>
internal abstract class DatabaseServer : IDisposable
{
    private static readonly TimeSpan Limit = TestTimeout.Value;

    private readonly string _user;
    private readonly List<string> _said = [];
    private Process? _process;

    /// <param name="user">The server's user when the tests run as root, which servers refuse.</param>
    protected DatabaseServer(string user)
    {
        _user = user;
        Folder = Directory.CreateTempSubdirectory("itgrix-db-").FullName;
        if (Environment.IsPrivilegedProcess)
            Run("chown", user, Folder);
    }

    public string Folder { get; }

    public void Dispose()
    {
        // A fast shutdown; a kill would leave its children behind.
        Stop("-TERM");
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Ends the server by a signal; its data stays.</summary>
    protected void Stop(string signal)
    {
        if (_process is { HasExited: false })
        {
            Run("kill", signal, $"{_process.Id}");
            if (!_process.WaitForExit(Limit))
                _process.Kill(entireProcessTree: true);
        }
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Runs a program to its end as the server's user.</summary>
    protected void RunAsUser(params string[] command)
    {
        var line = AsUser(command);
        Run(line[0], line[1..]);
    }

    /// <summary>Starts the server and waits until it reports that it is ready.</summary>
    protected void Start(string readyText, params string[] command)
    {
        var line = AsUser(command);
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(line[0], line[1..])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true, RedirectStandardInput = true, WorkingDirectory = Folder,
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, said) => Hear(said.Data, readyText, ready);
        _process.Exited += (_, _) => ready.TrySetResult(false);
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        if (ready.Task.Wait(Limit) && ready.Task.Result)
            return;
        Dispose();
        throw new InvalidOperationException($"{command[0]} did not start:\n{string.Join('\n', _said)}");
    }

    private void Hear(string? line, string readyText, TaskCompletionSource<bool> ready)
    {
        if (line is null || ready.Task.IsCompleted)
            return;
        _said.Add(line);
        if (line.Contains(readyText, StringComparison.Ordinal))
            ready.TrySetResult(true);
    }

    private string[] AsUser(string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={_user}", $"--regid={_user}", "--clear-groups", "--", .. command]
        : command;

    private void Run(string program, params string[] arguments)
    {
        var run = Command.Start(program, arguments, [], Folder ?? "/").GetAwaiter().GetResult();
        if (run.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} failed:\n{run.Output}\n{run.Errors}");
    }
}
