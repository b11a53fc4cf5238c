using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>The simulated diary.</summary>
internal sealed class SimulatedDiary : ISimulatedCrm
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<(string Table, JsonObject Fields)> _written = [];
    private readonly SemaphoreSlim _news = new(0);
    private int _refusals, _ids;

    private SimulatedDiary()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.MapPost("/{table}", WriteAsync);
    }

    public string Page => _server.Urls.First();

    /// <summary>What was written, in order.</summary>
    public IReadOnlyList<(string Table, JsonObject Fields)> Written => [.. _written];

    public static async Task<SimulatedDiary> StartAsync(CancellationToken token)
    {
        var diary = new SimulatedDiary();
        await diary._server.StartAsync(token);
        return diary;
    }

    /// <summary>Waits until there is that much more of it.</summary>
    public async Task WaitAsync(int writes, CancellationToken token)
    {
        for (var write = 0; write < writes; write++)
            await _news.WaitAsync(token);
    }

    /// <summary>The next requests are refused for now.</summary>
    public void Close(int requests) => _refusals = requests;

    public CrmOptions Connect(CrmOptions? options) =>
        (options as DiaryOptions ?? new()) with { Address = new(Page) };

    public void Dispose()
    {
        ((IDisposable)_server).Dispose();
        _news.Dispose();
    }

    private async Task WriteAsync(HttpContext context)
    {
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        var fields = await context.Request.ReadFromJsonAsync<JsonObject>(context.RequestAborted);
        _written.Enqueue(($"{context.Request.RouteValues["table"]}", fields!));
        _news.Release();
        await context.Response.WriteAsJsonAsync(
            new JsonObject { ["id"] = Interlocked.Increment(ref _ids) }, context.RequestAborted);
    }
}
