using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Service.Setup;

/// <summary>Starts the service by systemd, and waits until it follows calls.</summary>
internal sealed class ServiceStart(ItgrixConfig config, TimeProvider time)
{
    private const string Installed = "/lib/systemd/system/itgrix.service";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1), Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Starts it, where it is installed.</summary>
    /// <returns>Its health; <c>null</c> when it does not answer.</returns>
    public async Task<string?> RunAsync(CancellationToken token)
    {
        if (Directory.Exists("/run/systemd/system") && File.Exists(Installed))
            // Ready only once Asterisk answers: the start itself is not waited for.
            await new TrustedProgram("systemctl", "").RunAsync(
                ["restart", "--no-block", "itgrix"], [], TimeSpan.FromSeconds(30), token);
        using var http = ServiceClient.Create(config.Http);
        http.Timeout = TimeSpan.FromSeconds(5);
        string? health = null;
        for (var end = time.GetUtcNow() + Limit; time.GetUtcNow() < end; await Task.Delay(Look, time, token))
        {
            health = await HealthAsync(http, token);
            if (health is not (null or "starting") || (health is null && !File.Exists(Installed)))
                return health;
        }
        return health;
    }

    private static async Task<string?> HealthAsync(HttpClient http, CancellationToken token)
    {
        try
        {
            using var answer = await http.GetAsync("/health", token);
            return (await answer.Content.ReadAsStringAsync(token)).Trim();
        }
        catch (Exception error) when (error is HttpRequestException
            || (error is TaskCanceledException && !token.IsCancellationRequested))
        {
            return null;
        }
    }
}
