using System.Collections;
using System.Net.Sockets;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Processes;

namespace Itgrix.Runtime.Php;

/// <summary>Starts php-cgi workers that see the settings and the environment of the PHP command line.</summary>
/// <param name="iniFile">The php.ini of the command line; php-cgi has another one.</param>
/// <param name="iniFolder">The folder of its further settings.</param>
internal sealed class PhpWorkerStart(CustomizerOptions options, string? iniFile, string? iniFolder)
{
    private const string IniFolderVariable = "PHP_INI_SCAN_DIR";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(1);

    // Variables by which a web server would tell PHP of a request.
    private static readonly string[] OfRequests = ["HTTP_", "REQUEST_", "CONTENT_", "QUERY_STRING", "SCRIPT_", "PATH_INFO", "REDIRECT_", "ORIG_"];

    /// <exception cref="ProcessStartException">php-cgi is not there or may not be run.</exception>
    /// <exception cref="IOException">It ended, or does not take calls.</exception>
    public PhpWorker Start()
    {
        // Only the service's user may enter it, and the socket in it is gone as soon as we are connected.
        var folder = Directory.CreateTempSubdirectory("itgrix-php-");
        var input = new CallPipe();
        try
        {
            var path = Path.Combine(folder.FullName, "s");
            var child = ChildProcess.Start(Spec(path, input));
            try
            {
                var socket = Connect(path, child);
                return new(child, socket, input, FastCgi.Request(Parameters(child.Token)), options.Output);
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
            throw;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // With -b and not with the socket as descriptor 0: that is the hook's standard input.
    private ProcessSpec Spec(string socket, CallPipe input) => new(options.PhpCgi,
        [.. iniFile is null ? ["-n"] : new[] { "-c", iniFile }, "-C", .. PhpSettings.ForWorker(options), "-b", socket])
    {
        MemoryLimit = options.Memory * 2,
        Streams = new Dictionary<int, ChildStream> { [0] = ChildStream.Given(input.Theirs) },
        Environment = new Dictionary<string, string?>
        {
            ["PHP_FCGI_MAX_REQUESTS"] = "0",
            ["PHP_FCGI_CHILDREN"] = null,
            [IniFolderVariable] = Environment.GetEnvironmentVariable(IniFolderVariable) ?? iniFolder,
        },
    };

    private Socket Connect(string path, ChildProcess child)
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
                // Not bound yet, and nothing tells when it is; its end, though, is seen at once.
                if (!child.WaitForExit(Pause) && TimeProvider.System.GetElapsedTime(waited) < Patience)
                    continue;
                socket.Dispose();
                throw new IOException($"'{options.PhpCgi}' does not take calls ({child.TryReap()?.ToString() ?? "it runs"}): {Words(child)} "
                    + $"Try '{options.PhpCgi} -v' in a shell under the service's user.", error);
            }
        }
    }

    private static string Words(ChildProcess child)
    {
        var words = new CallOutput(child.Pipes[2]);
        words.Pump(1000);
        return System.Text.Encoding.UTF8.GetString(words.Written).Trim();
    }

    // On the command line the environment is in $_SERVER; here it gets there as parameters of the request.
    private static IEnumerable<KeyValuePair<string, string>> Parameters(string token) =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""))
            .Where(pair => !OfRequests.Any(name => pair.Key.StartsWith(name, StringComparison.Ordinal)))
            .Where(pair => pair.Key != ChildEnvironment.TokenName)
            .Append(new(ChildEnvironment.TokenName, token))
            .Append(new("SCRIPT_FILENAME", PhpProcess.Bridge));
}
