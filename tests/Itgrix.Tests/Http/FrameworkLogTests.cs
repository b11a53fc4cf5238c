using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Tests.Http;

/// <summary>Log lines of the framework, on its most talkative level.</summary>
[TestClass]
public sealed class FrameworkLogTests
{
    private const string Secret = "S3cr3tW0rd";

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task No_line_has_a_token_of_a_request()
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        using var log = new Lines();
        await using var http = await ConnectorHttp.StartAsync(new() { Port = 0 }, access =>
        {
            access.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
            access.AddAdmin(
                DigestHash.Create(AdminRun.Login, AdminRun.Password), TimeProvider.System).AddLocal(new(Secret));
        }, routes =>
        {
            routes.MapGet("/open", _ => Task.CompletedTask).AllowAnonymous("a test");
            routes.MapPost("/local", _ => Task.CompletedTask).RequireAuthorization(Access.Local);
        }, limit.Token);

        foreach (var request in new[]
        {
            $"GET /open?token={Secret} HTTP/1.1\r\nHost: x\r\n\r\n",
            $"GET /none?token={Secret} HTTP/1.1\r\nHost: x\r\n\r\n",
            $"GET /open?token={Secret} HTTP/9.9\r\nHost: x\r\n\r\n", $"GET /open?token={Secret} x\r\n\r\n",
            $"POST /local HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nAuthorization: Bearer {Secret}\r\n\r\n",
            $"POST /local HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nAuthorization: Bearer {Secret}-wrong\r\n\r\n",
            $"POST /local HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {Secret}\r\nX-{Secret}\r\n\r\n",
        })
            (await SendAsync(http, request, limit.Token)).Should().StartWith("HTTP/1.1 ");

        log.Texts.Should().Contain(line => line.Contains("Kestrel")).And.NotContain(line => line.Contains(Secret));
    }

    private static async Task<string> SendAsync(ConnectorHttp http, string request, CancellationToken limit)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(http.Address.Host, http.Address.Port, limit);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), limit);
        var buffer = new byte[4096];
        return Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, limit));
    }

    private sealed class Lines : ILoggerProvider
    {
        public ConcurrentQueue<string> Texts { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Texts);

        public void Dispose()
        {
        }
    }

    private sealed class Logger(string category, ConcurrentQueue<string> texts) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            texts.Enqueue($"{category} {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            texts.Enqueue($"{category} {formatter(state, exception)} {exception}");
    }
}
