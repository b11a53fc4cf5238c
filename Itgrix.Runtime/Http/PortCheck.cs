using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Itgrix.Runtime.Platform.Doctor;

namespace Itgrix.Runtime.Http;

/// <summary>Whether the service can listen, or does already.</summary>
/// <param name="isRunning">The service runs.</param>
internal sealed class PortCheck(HttpOptions options, bool isRunning) : IDoctorCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public string Area => "http";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        yield return isRunning ? await HealthAsync(token) : Free();
        if (options.Certificate is null && !IPAddress.IsLoopback(options.Address))
            yield return Finding.Warning($"It listens at {options.Address} without encryption.",
                "Set http.certificate, or let a proxy on this machine encrypt, and http.address to 127.0.0.1");
    }

    private Finding Free()
    {
        try
        {
            using var listener = new TcpListener(options.Address, options.Port);
            listener.Start();
            return Finding.Good($"{options.Address}:{options.Port} is free.");
        }
        catch (SocketException error)
        {
            return Finding.Error($"{options.Address}:{options.Port} cannot be used: {error.Message}",
                $"ss -ltnp 'sport = :{options.Port}' names the program that has it; or set http.port");
        }
    }

    private async Task<Finding> HealthAsync(CancellationToken token)
    {
        using var http = ServiceClient.Create(options);
        http.Timeout = Limit;
        var health = (await (await http.GetAsync("/health", token)).Content.ReadAsStringAsync(token)).Trim();
        return health switch
        {
            "ok" => Finding.Good($"The service runs at {http.BaseAddress}."),
            "warning" => Finding.Warning("The service runs, and has a warning.", "GET /status names the reasons"),
            "starting" => Finding.Warning("The service starts: it waits for Asterisk.", "journalctl -u itgrix -n 20"),
            _ => Finding.Error($"The service runs and reports: {health}", "GET /status names the reasons"),
        };
    }
}
