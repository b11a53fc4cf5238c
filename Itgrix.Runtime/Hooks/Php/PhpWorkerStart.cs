using System.Net.Sockets;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Starts php-cgi workers with the settings and the environment of the PHP command line.</summary>
/// <param name="commandLine">Facts of the command line; php-cgi would use its own php.ini.</param>
internal sealed class PhpWorkerStart(CustomizerOptions options, PhpProbe commandLine)
{
    private const string IniFolderVariable = "PHP_INI_SCAN_DIR";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10), Delay = TimeSpan.FromMilliseconds(1);

    /// <exception cref="ProcessStartException">php-cgi is missing or not executable.</exception>
    /// <exception cref="IOException">It ended, or does not accept calls.</exception>
    public PhpWorker Start()
    {
        // Only the service's user may enter it, and the socket in it is removed as soon as we are connected.
        var folder = Directory.CreateTempSubdirectory("itgrix-php-");
        var input = new CallPipe();
        OutputEnd[] outputs = [new(), new()];
        try
        {
            var path = Path.Combine(folder.FullName, "s");
            var child = ChildProcess.Start(Spec(path, input, outputs));
            try
            {
                var socket = Connect(path, child, outputs[1]);
                var request = FastCgi.Request(Parameters(Variables().Keys));
                return new(child, socket, input, outputs, request, options.Output);
            }
            catch
            {
                child.Dispose();
                throw;
            }
        }
        catch
        {
            input.Dispose();
            foreach (var output in outputs)
                output.Dispose();
            throw;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // With -b and not with the socket as descriptor 0: that is the hook's standard input.
    private ProcessSpec Spec(string socket, CallPipe input, OutputEnd[] outputs) => new(options.PhpCgi,
        [.. commandLine.IniFile is { } file ? new[] { "-c", file } : ["-n"],
            .. PhpSettings.ForWorker(options, commandLine.Disabled), "-b", socket])
    {
        MemoryLimit = options.Memory * 2,
        Streams = new Dictionary<int, ChildStream>
        {
            [0] = ChildStream.Given(input.Theirs),
            [1] = ChildStream.Given(outputs[0].Theirs),
            [2] = ChildStream.Given(outputs[1].Theirs),
        },
        Environment = Variables(),
    };

    // The service's own value wins: php and php-cgi have both inherited it.
    private Dictionary<string, string?> Variables()
    {
        var variables = new Dictionary<string, string?>
            { ["PHP_FCGI_MAX_REQUESTS"] = "0", ["PHP_FCGI_CHILDREN"] = null };
        if (Environment.GetEnvironmentVariable(IniFolderVariable) is null)
            variables[IniFolderVariable] = commandLine.IniFolder;
        return variables;
    }

    private Socket Connect(string path, ChildProcess child, OutputEnd errors)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        for (var waited = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                return socket;
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionRefused
                or SocketError.AddressNotAvailable || !File.Exists(path))
            {
                // Not bound yet, and no event signals when it is; its end, though, is detected at once.
                if (!child.WaitForExit(Delay) && TimeProvider.System.GetElapsedTime(waited) < Timeout)
                    continue;
                socket.Dispose();
                throw new IOException(
                    $"'{options.PhpCgi}' does not accept calls ({child.TryReap()?.ToString() ?? "it runs"}): "
                    + $"{Words(errors)} Try '{options.PhpCgi} -v' in a shell under the service's user.", error);
            }
        }
    }

    private static string Words(OutputEnd errors)
    {
        var words = new CallOutput(errors.Ours);
        words.Pump(1000);
        return System.Text.Encoding.UTF8.GetString(words.Written).Trim();
    }

    // warm.php removes these again, for hooks and for the programs that they start.
    private static Dictionary<string, string> Parameters(IEnumerable<string> variables) => new()
    {
        ["SCRIPT_FILENAME"] = PhpProcess.Bridge,
        ["ITGRIX_ONLY_HERE"] = string.Join(' ', ["ITGRIX_ONLY_HERE", "FCGI_ROLE", .. variables]),
    };
}
