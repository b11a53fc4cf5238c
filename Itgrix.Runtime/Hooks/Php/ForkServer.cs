using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Native;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// The service's side of php-compat/fork.php: a PHP of the command line that forks itself for each call, in a
/// fraction of the time that PHP needs to start. The children are the service's own, as if it had started them.
/// </summary>
internal sealed class ForkServer : IDisposable
{
    /// <summary>The child's descriptor that closes when only its end is left to do; agreed with fork.php.</summary>
    public const int DoneDescriptor = 5;

    private const int ControlDescriptor = 3;
    private const string Argument = "fork";

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5), EndTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ChildProcess _server;
    private readonly SocketPair _control;
    private readonly int _maxCalls;
    private int _calls;
    private bool _isBroken;

    private ForkServer(ChildProcess server, SocketPair control, int maxCalls) =>
        (_server, _control, _maxCalls) = (server, control, maxCalls);

    /// <summary>The server's process.</summary>
    public int Id => _server.Id;

    /// <summary>Whether it can take another call.</summary>
    public bool IsUsable => !_isBroken && _calls < _maxCalls && !_server.WaitForExit(TimeSpan.Zero);

    /// <exception cref="ProcessStartException">PHP cannot be started.</exception>
    /// <exception cref="IOException">No file handles or memory left.</exception>
    public static ForkServer Start(CustomizerOptions options, int maxCalls)
    {
        var control = SocketPair.OpenForMessages();
        try
        {
            var server = ChildProcess.Start(
                new(options.Php, [.. PhpSettings.ForProcess(options), PhpProcess.Bridge, Argument])
                {
                    MemoryLimit = options.Memory * 2,
                    Streams = new Dictionary<int, ChildStream>
                    {
                        [ControlDescriptor] = ChildStream.Given(control.Theirs),
                    },
                });
            control.Theirs.Dispose();
            return new(server, control, maxCalls);
        }
        catch
        {
            control.Dispose();
            throw;
        }
    }

    /// <summary>Forks a child with these descriptors; its id.</summary>
    /// <exception cref="ForkRefusedException">
    /// There is no child, or none that is known: the server died or hangs. The call did not run, as it is sent to a
    /// child that is known.
    /// </exception>
    public int Fork(ProcessSpec spec, string token, ChildStreams streams)
    {
        var (numbers, ends) = (streams.ChildEnds.Keys.ToArray(), streams.ChildEnds.Values.ToArray());
        var header = JsonSerializer.SerializeToUtf8Bytes(new { token, folder = spec.WorkingDirectory, numbers });
        int[] descriptors = [.. ends.Select(end => (int)end.DangerousGetHandle())];
        lock (_gate)
        {
            if (!IsUsable || Libc.SendDescriptors(_control.Ours, header, descriptors) != header.Length)
                throw Broken(new ForkRefusedException(Words()));
            _calls++;
            return Answer() switch
            {
                > 0 and var id => id,
                0 => throw new ForkRefusedException("no more processes are allowed, or memory is short"),
                _ => throw Broken(new ForkRefusedException($"the PHP fork server did not answer: {Words()}")),
            };
        }
    }

    /// <summary>Ends the server; the children that it forked live on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _control.Dispose();
            // By itself: killed with its session, it would take along a child that has not left that yet.
            if (!_isBroken)
                _server.WaitForExit(EndTimeout);
            _isBroken = true;
            _server.Dispose();
        }
    }

    // The child's id, 0 when there is none, or less when there is no answer.
    private int Answer()
    {
        PollEntry[] entries =
        [
            new((int)_control.Ours.DangerousGetHandle(), PollEntry.Readable),
            new((int)_server.PidFd.DangerousGetHandle(), PollEntry.Readable),
        ];
        PollEntry.Wait(entries, AnswerTimeout);
        Span<byte> id = stackalloc byte[sizeof(int)];
        return entries[0].Ready && Descriptor.Read(_control.Ours, id) == id.Length ? BitConverter.ToInt32(id) : -1;
    }

    private ForkRefusedException Broken(ForkRefusedException why)
    {
        _isBroken = true;
        return why;
    }

    private string Words()
    {
        var words = new CallOutput(_server.Pipes[2]);
        words.Pump(1000);
        var text = Encoding.UTF8.GetString(words.Written).Trim();
        return text.Length > 0 ? text : $"it {_server.TryReap()?.ToString() ?? "takes no more calls"}";
    }
}

/// <summary>A fork server started no child for a call.</summary>
internal sealed class ForkRefusedException(string why) : Exception(why);
