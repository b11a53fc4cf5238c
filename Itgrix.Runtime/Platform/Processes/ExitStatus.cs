namespace Itgrix.Runtime.Platform.Processes;

/// <summary>How a process ended: by an exit code or by a signal; neither when other code reaped it.</summary>
internal readonly record struct ExitStatus(int? Code, int? Signal)
{
    private static readonly string[] SignalNames =
    [
        "0", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
        "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP",
        "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR",
        "SIGSYS",
    ];

    public static readonly ExitStatus Unknown = new(null, null);

    public bool Succeeded => Code == 0;

    /// <summary>From the status word of waitpid.</summary>
    public static ExitStatus FromWait(int status) => (status & 0x7f) switch
    {
        0 => new ExitStatus((status >> 8) & 0xff, null),
        var signal => new ExitStatus(null, signal),
    };

    public override string ToString() => this switch
    {
        { Code: { } code } => $"exit code {code}",
        { Signal: { } signal } when signal < SignalNames.Length => $"killed by {SignalNames[signal]}",
        { Signal: { } signal } => $"killed by signal {signal}",
        _ => "ended with an unknown status",
    };
}
