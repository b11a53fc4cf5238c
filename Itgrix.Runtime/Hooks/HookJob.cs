using System.Diagnostics;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Workers;

namespace Itgrix.Runtime.Hooks;

/// <summary>One call of one hook, from the moment it is handed to an engine.</summary>
/// <param name="Hook">Which hook.</param>
/// <param name="File">Full path of the file that implements it.</param>
/// <param name="Input">The input, JSON.</param>
/// <param name="Limit">Timeout.</param>
internal sealed record HookJob(HookDefinition Hook, string File, ReadOnlyMemory<byte> Input, TimeSpan Limit)
{
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>The parsed input.</summary>
    public JsonElement Fields { get; init; }

    /// <summary>The outcome of a call that ran.</summary>
    /// <param name="answer">The answer of its worker or process.</param>
    /// <param name="reply">The reply as the file gave it, JSON.</param>
    /// <param name="reason">Why there is no reply: what, where, what to do; <c>null</c> when there is one.</param>
    public HookOutcome Outcome(WorkerAnswer answer, ReadOnlyMemory<byte> reply, string? reason)
    {
        var waited = Stopwatch.GetElapsedTime(_began) - answer.Ran;
        var outcome = reason is null ? ReplyPolicy.Judge(Hook, Fields, reply) : Failed(reason);
        return outcome with
        {
            Log = answer.Log,
            Elapsed = answer.Ran,
            Waited = waited,
            TimedOut = answer.End == WorkerEnd.TimedOut,
            Starved = answer.Starved > TimeSpan.Zero || answer.End == WorkerEnd.QueueFull,
        };
    }

    /// <summary>The outcome of a call that did not run.</summary>
    public HookOutcome Failed(string reason) => HookOutcome.Failed(Hook, reason) with
    {
        Data = ReplyPolicy.OwnFields(Hook, Fields),
        Waited = Stopwatch.GetElapsedTime(_began),
    };
}
