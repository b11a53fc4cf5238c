using System.Text;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Result of running a PHP file, in either mode.</summary>
/// <param name="End">Reply also when the file ended without one.</param>
/// <param name="Status">Exit status of its process, or what it would have been.</param>
/// <param name="Returned">The bridge's message: the file's return value as JSON; empty after exit or a crash.</param>
/// <param name="Printed">Its standard output.</param>
/// <param name="Errors">Standard error of PHP and the file.</param>
internal sealed record PhpRun(
    WorkerEnd End, ExitStatus Status, byte[] Returned, byte[] Printed, string Errors, TimeSpan Ran)
{
    /// <summary>It did not run, because the queue is full.</summary>
    public static PhpRun QueueFull { get; } = new(WorkerEnd.QueueFull, ExitStatus.Unknown, [], [], "", TimeSpan.Zero);

    public static PhpRun From(ProcessResult result, byte[] returned)
    {
        var end = result.TimedOut ? WorkerEnd.TimedOut
            : result.OverflowedFd is not null ? WorkerEnd.TooMuch : WorkerEnd.Reply;
        return new(end, result.Status, returned, result.Stdout, Encoding.UTF8.GetString(result.Stderr), result.Elapsed);
    }

    public static PhpRun From(WorkerAnswer answer) => new(
        answer.End == WorkerEnd.Died ? WorkerEnd.Reply : answer.End,
        answer.Status ?? ExitStatus.Unknown, answer.Payload, answer.Printed, answer.StandardError, answer.Ran);
}
