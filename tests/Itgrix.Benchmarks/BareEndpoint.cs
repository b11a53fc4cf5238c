using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Benchmarks;

/// <summary>An endpoint of the framework alone with a fixed answer: the least that HTTP costs.</summary>
internal sealed class BareEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private byte[] _answer = [];

    private BareEndpoint(WebApplication app) => _app = app;

    public Uri Address => new($"{_app.Urls.First()}/bare");

    public static async Task<BareEndpoint> StartAsync(CancellationToken token)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var endpoint = new BareEndpoint(app);
        app.MapGet("/bare", (RequestDelegate)(context => context.Response.Body.WriteAsync(endpoint._answer).AsTask()));
        await app.StartAsync(token);
        return endpoint;
    }

    /// <summary>From now on it answers so many bytes.</summary>
    public void Answer(long bytes) => _answer = Encoding.ASCII.GetBytes(new string('x', (int)bytes));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
