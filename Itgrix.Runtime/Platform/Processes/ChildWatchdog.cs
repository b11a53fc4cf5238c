using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>
/// A shell beside the service that ends the children of a service which is killed: it reads them from a pipe, which
/// ends with the service. A parent-death signal would come at the end of the thread that started a child.
/// </summary>
internal sealed class ChildWatchdog
{
    // A child leads a session; what has left it carries the token. What a search misses was forked meanwhile.
    private const string Script = """
        live=' '
        while read -r change child; do
            case $change in
                +) live="$live$child " ;;
                -) live="${live%% "$child" *} ${live#* "$child" }" ;;
            esac
        done
        set --
        for child in $live; do
            kill -KILL "-${child%=*}"
            set -- "$@" -e "${child#*=}"
        done
        for search in 1 2 3 4; do
            for file in $(test $# -gt 0 && grep -als "$@" /proc/[0-9]*/environ); do
                file=${file#/proc/}
                kill -KILL "${file%/environ}"
            done
        done
        """;

    private static readonly ProcessSpec Shell = new("/bin/sh", ["-c", Script])
    {
        WorkingDirectory = "/",
        Streams = new Dictionary<int, ChildStream> { [1] = ChildStream.Nothing, [2] = ChildStream.Nothing },
    };

    private readonly SafeFileHandle _pipe;

    private ChildWatchdog(int id, string token, SafeFileHandle pipe) => (Id, Token, _pipe) = (id, token, pipe);

    public int Id { get; }

    /// <summary>Its own, which is none of the tokens that it searches for.</summary>
    public string Token { get; }

    /// <summary>Starts one; <c>null</c> where no process can be started now.</summary>
    public static ChildWatchdog? TryStart()
    {
        try
        {
            using var streams = new ChildStreams(Shell);
            var token = Guid.NewGuid().ToString("N");
            var id = PosixSpawn.Start(Shell, token, streams);
            return new(id, token, streams.TakeOwnEnds()[0]);
        }
        catch (ProcessStartException)
        {
            return null;
        }
    }

    /// <summary>False when it takes no more messages: it has ended, or is stopped.</summary>
    public bool TryAdd(int id, string token) => TryTell('+', id, token);

    /// <inheritdoc cref="TryAdd"/>
    public bool TryRemove(int id, string token) => TryTell('-', id, token);

    /// <summary>Ends it without an end of the children.</summary>
    public void Kill()
    {
        _ = Libc.Kill(-Id, Libc.SignalKill);
        _pipe.Dispose();
    }

    // Whole or not at all, as it is shorter than what a pipe takes at once.
    private bool TryTell(char change, int id, string token) =>
        Descriptor.Write(_pipe, Encoding.ASCII.GetBytes($"{change} {id}={token}\n")) > 0;
}
