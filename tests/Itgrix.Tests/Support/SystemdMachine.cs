using System.Diagnostics;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>
/// A real systemd as process 1 of its own namespaces, with the shipped unit installed; its services reach this
/// machine's loopback.
/// </summary>
internal sealed class SystemdMachine : IAsyncDisposable
{
    private readonly Process _boot;
    private readonly string _process;

    private SystemdMachine(Process boot, string process) => (_boot, _process) = (boot, process);

    /// <param name="folder">Has the service's config.json, and drop-ins for its unit in itgrix.service.d.</param>
    /// <param name="token">Cancels.</param>
    public static async Task<SystemdMachine> StartAsync(string folder, CancellationToken token)
    {
        var boot = Process.Start(new ProcessStartInfo(ProjectFolder.Of("tests", "systemd", "boot.sh"), [folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await boot.StandardOutput.ReadLineAsync(token);
        return line?.Split(' ') is ["booted", var process]
            ? new(boot, process) : throw new InvalidOperationException($"systemd does not boot: {line}");
    }

    /// <summary>Runs a command on the machine, as root.</summary>
    public Task<Command> RunAsync(params string[] command) =>
        Command.Start("nsenter", ["--target", _process, "--mount", "--pid", .. command], [], "/");

    /// <summary>Runs a command that must succeed; returns its output.</summary>
    public async Task<string> DoAsync(params string[] command)
    {
        var done = await RunAsync(command);
        (done.ExitCode, done.Errors).Should().Be((0, ""), string.Join(' ', command));
        return done.Output.TrimEnd();
    }

    /// <summary>A property of the service in systemd.</summary>
    /// <param name="property">Its name in <c>systemctl show</c>: <c>ActiveState</c>.</param>
    public Task<string> ShowAsync(string property) =>
        DoAsync("systemctl", "show", "itgrix", "--value", "--property", property);

    /// <summary>Waits for a value of a property in systemd.</summary>
    public Task UntilAsync(string property, Func<string, bool> isSo) =>
        Eventually.GetAsync(() => ShowAsync(property), isSo);

    /// <summary>Waits for a log line of the service.</summary>
    public Task LoggedAsync(string text) => Eventually.GetAsync(
        () => DoAsync("journalctl", "--unit", "itgrix", "--quiet", "--output", "cat"),
        log => log.Contains(text, StringComparison.Ordinal), text);

    public async ValueTask DisposeAsync()
    {
        _boot.StandardInput.Close();
        await _boot.WaitForExitAsync();
        _boot.Dispose();
    }
}
