using System.Net.Sockets;
using System.Text;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Logging;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Itgrix.Tests.Platform.Logging;

/// <summary>Lines of the framework: which are written, and what they may not contain.</summary>
[TestClass]
public sealed class FrameworkLogTests
{
    private const string Secret = "Zebra-4711";

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow($"GET /hook/{Secret} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [DataRow($"GET /{Secret}?token={Secret} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [DataRow($"GET /a%20b%20{Secret}/c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [DataRow($"GET http://x/hook/{Secret}?{Secret} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [DataRow($"GET /broken/{Secret} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [DataRow($"GET /hook/{Secret} no-version\r\n\r\n")]
    [DataRow($"GET /hook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {Secret}\r\nCookie: "
        + $"{Secret}\r\n\r\n")]
    public async Task No_line_of_the_framework_has_a_token_of_a_request_even_at_trace(string request)
    {
        using var log = new RecordedLog(LogDetail.Trace);

        await AskAsync(request);

        var lines = log.Lines.Where(
            line => line.Split(' ')[1].StartsWith("Microsoft.", StringComparison.Ordinal)).ToList();
        lines.Should().NotBeEmpty().And.NotContain(line => line.Contains(Secret) || line.Contains("4711"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_failed_request_is_logged_under_its_route_without_the_values_of_its_path()
    {
        using var log = new RecordedLog(LogDetail.Trace);

        await AskAsync($"GET /broken/{Secret} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        log.Lines.Should().Contain(line => line.Contains("Request to /broken/{token} failed with status 500"))
            .And.NotContain(line => line.Contains(Secret));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Info", false)]
    [DataRow("Debug", true)]
    public async Task Requests_are_in_the_frameworks_lines_only_at_debug_and_trace(string level, bool areThere)
    {
        using var log = new RecordedLog(Enum.Parse<LogDetail>(level));

        await AskAsync("GET /hook/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        string.Join('\n', log.Lines).Contains("Executing endpoint", StringComparison.Ordinal).Should()
            .Be(areThere, string.Join('\n', log.Lines));
        log.Lines.Should().Contain(line => line.StartsWith("Info Listening at "));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_port_that_is_taken_is_an_exception_and_no_line()
    {
        using var log = new RecordedLog(LogDetail.Info);
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        await FluentActions.Awaiting(() => ConnectorHttp.StartAsync(
            new() { Port = port }, _ => { }, _ => { }, CancellationToken.None)).Should().ThrowAsync<IOException>();

        log.Lines.Should().BeEmpty();
    }

    [TestMethod]
    public void A_warning_of_the_framework_names_where_it_comes_from_without_control_characters()
    {
        var line = LogText.Line(
            new(NLog.LogLevel.Warn, "Microsoft.Kestrel", "The path \"/a b\u001b/c\" is \u001b[31m\nbad"));

        line.Should().Be("warn  Microsoft.Kestrel: The path \"/***\" is \\u001B[31m\n    bad");
    }

    private static async Task AskAsync(string request)
    {
        await using var http = await ConnectorHttp.StartAsync(new() { Port = 0 }, _ => { }, routes =>
        {
            routes.MapGet("/hook/{token?}", () => "done").AllowAnonymous("a test");
            routes.MapGet("/broken/{token}", string (string token) => throw new InvalidOperationException("broken"))
                .AllowAnonymous("a test");
        }, CancellationToken.None);
        using var client = new TcpClient();
        await client.ConnectAsync(http.Address.Host, http.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        await reader.ReadToEndAsync();
    }
}
