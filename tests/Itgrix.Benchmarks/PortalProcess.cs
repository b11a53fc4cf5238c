using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Sandbox.Bitrix24;

namespace Itgrix.Benchmarks;

/// <summary>A simulated portal without limits in a child process, which ends with this one.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly string _webhook;

    private PortalProcess(Process process, string webhook) => (_process, _webhook) = (process, webhook);

    public Secret Webhook => new(_webhook);

    public static async Task<PortalProcess> StartAsync(CancellationToken token)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["portal"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var webhook = await process.StandardOutput.ReadLineAsync(token);
        return new(process, webhook ?? throw new InvalidOperationException("the portal did not start"));
    }

    /// <summary>Main method of that process.</summary>
    public static async Task<int> ServeAsync()
    {
        var settings = Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false };
        await using var sandbox = await Bitrix24Sandbox.StartAsync(settings);
        Console.Out.WriteLine(sandbox.Webhook);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Delays all later answers.</summary>
    public async Task SlowAsync(int milliseconds, CancellationToken token)
    {
        var address = new Uri(new Uri(_webhook), "/sandbox/faults");
        using var answer = await _http.PostAsJsonAsync(address, new { kind = "slow", delay_ms = milliseconds }, token);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<JsonArray> TableAsync(string name, CancellationToken token)
    {
        var address = new Uri(new Uri(_webhook), $"/sandbox/tables/{name}");
        return JsonNode.Parse(await _http.GetStringAsync(address, token))!.AsArray();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }
}
