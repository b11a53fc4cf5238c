using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Service;
using Itgrix.Sandbox.Pbx;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Benchmarks;

/// <summary>
/// The whole service, with answered calls from a simulated Asterisk through hooks and outbox to a portal in another
/// process, with a hundred requests for its status per second.
/// </summary>
internal static class StatusBench
{
    private const int CallsPerSecond = 50, StagesEach = 4, Seconds = 10, WarmUpSeconds = 3;

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(10), Timeout = TimeSpan.FromMinutes(1);

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        using var hooks = FlowBench.Hooks();
        using var folder = new DiskFolder();
        await using var portal = await PortalProcess.StartAsync(token);
        await using var pbx = new PbxSimulator();
        var service = ServiceHost.Create(Config(hooks, folder, portal, pbx), TimeProvider.System);
        var http = service.Services.GetRequiredService<HttpServer>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = service.RunAsync(started.SetResult, stop.Token);
        await await Task.WhenAny(started.Task, running);

        await using var bare = await BareEndpoint.StartAsync(token);
        using var client = new HttpClient { BaseAddress = http.Listening!.Address };
        client.DefaultRequestHeaders.Authorization = Login;
        await LoadedAsync(pbx, client, bare, 0, WarmUpSeconds, token);
        var (asked, plain, bytes) = await LoadedAsync(
            pbx, client, bare, WarmUpSeconds * CallsPerSecond, Seconds, token);
        await CompleteAsync(portal, (WarmUpSeconds + Seconds) * CallsPerSecond, token);
        await stop.CancelAsync();
        await running;
        return
        [
            Figure.AtMost("status-under-load", asked.P99 / plain.P99, "x", 4,
                $"p99 of {asked.Count} GET /status of {bytes} bytes, {asked.P99 / 1000:0.##} ms, p50 "
                + $"{asked.P50 / 1000:0.##} ms, "
                + $"{CallsPerSecond * StagesEach} stages of calls a second meanwhile, all delivered; over "
                + "a bare endpoint of the "
                + $"framework that answers as many bytes, asked in turns, {plain.P99 / 1000:0.##} ms, p50 "
                + $"{plain.P50 / 1000:0.##} ms"),
        ];
    }

    private static AuthenticationHeaderValue Login =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:a password of the bench")));

    private static async Task<(Sample Asked, Sample Plain, long Bytes)> LoadedAsync(
        PbxSimulator pbx, HttpClient client, BareEndpoint bare, int first, int seconds, CancellationToken token)
    {
        var load = EventBench.Play(
            pbx, first, seconds, CallsPerSecond, new ConcurrentDictionary<string, long>(), token);
        var (asked, plain, bytes) = (new Sample(), new Sample(), 0L);
        using var timer = new PeriodicTimer(AskEvery);
        while (!load.IsCompleted)
        {
            bytes = await AskAsync(client, new(client.BaseAddress!, "/status"), asked, token);
            bare.Answer(bytes);
            await AskAsync(client, bare.Address, plain, token);
            await timer.WaitForNextTickAsync(token);
        }
        await load;
        return (asked, plain, bytes);
    }

    private static async Task<long> AskAsync(HttpClient client, Uri address, Sample times, CancellationToken token)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await client.GetByteArrayAsync(address, token);
        times.Add(Stopwatch.GetElapsedTime(began));
        return answer.Length;
    }

    private static async Task CompleteAsync(PortalProcess portal, int calls, CancellationToken token)
    {
        var began = Stopwatch.GetTimestamp();
        while ((await portal.TableAsync("statistic", token)).Count < calls)
        {
            if (Stopwatch.GetElapsedTime(began) > Timeout)
                throw new InvalidOperationException($"not all of {calls} calls were delivered to the portal");
            await Task.Delay(100, token);
        }
    }

    private static ItgrixConfig Config(
        BenchHooks hooks, DiskFolder folder, PortalProcess portal, PbxSimulator pbx) => new()
    {
        Customizer = new() { Folders = [new(hooks.Folder, null)], Cache = Path.Combine(hooks.Folder, "cache") },
        Asterisk = new()
        {
            Ami = new() { Port = pbx.Port, User = pbx.Settings.User, Secret = new(pbx.Settings.Secret) },
            TimeZone = TimeZoneInfo.Utc,
        },
        Crms = new Dictionary<Crm, CrmOptions>
        {
            [Crm.Bitrix24] = new Bitrix24Options
            {
                Webhook = portal.Webhook, RequestsPerSecond = 1e6, Burst = 1_000_000,
                Calls = new() { DefaultUser = 1, Recording = RecordingMode.None },
            },
        },
        Outbox = new() { File = folder.File("outbox.db") },
        Http = new() { Port = 0 },
        Admin = new() { Login = "admin", PasswordHash = DigestHash.Create("admin", "a password of the bench") },
    };
}
