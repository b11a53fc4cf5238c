using System.Net;
using System.Net.Sockets;
using System.Text;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Itgrix.Tests.Http;

/// <summary>Misbehaving clients.</summary>
[TestClass]
public sealed class ConnectorHttpTests
{
    private const string Form = "Content-Type: application/x-www-form-urlencoded\r\n";

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 404)]
    [DataRow("GET /bitrix24/events HTTP/1.1\r\nHost: x\r\n\r\n", 405)]
    [DataRow("POST /bitrix24/events/../../etc/passwd HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 404)]
    [DataRow("POST /bitrix24/events HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 415)]
    [DataRow(
        "POST /bitrix24/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        415)]
    [DataRow("POST /bitrix24/events HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        + "Content-Length: 5\r\n\r\n--x--", 415)]
    [DataRow("POST /bitrix24/events HTTP/1.1\r\nHost: x\r\n" + Form + "Content-Length: 0\r\n\r\n", 403)]
    [DataRow("POST /bitrix24/events HTTP/1.1\r\nHost: x\r\n" + Form + "Content-Length: 10000000\r\n\r\n", 413)]
    [DataRow("POST /bitrix24/events HTTP/1.1\r\nHost: x\r\n" + Form + "Content-Length: -1\r\n\r\n", 400)]
    [DataRow("POST /bitrix24/events HTTP/1.1\r\nHost: x\r\n"
        + Form + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 403)]
    [DataRow("nonsense\r\n\r\n", 400)]
    public async Task A_request_that_is_none_of_ours_gets_a_status_and_nothing_else(string request, int status)
    {
        await using var run = await EventRun.StartAsync();

        var answer = await SendAsync(run, request);

        answer.Should().StartWith($"HTTP/1.1 {status} ")
            .And.NotContainAny("   at ", "Exception", "Kestrel", "Microsoft");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_request_above_a_limit_is_refused_wherever_it_exceeds_it()
    {
        await using var run = await EventRun.StartAsync();
        var chunk = $"2000\r\n{new string('x', 0x2000)}\r\n";
        const string post = "POST /bitrix24/events HTTP/1.1\r\nHost: x\r\n";

        (await SendAsync(run, post + $"X: {new string('x', 20_000)}\r\n\r\n")).Should().StartWith("HTTP/1.1 431 ");
        (await SendAsync(run, post + string.Concat(Enumerable.Repeat("X: 1\r\n", 100)) + "\r\n"))
            .Should().StartWith("HTTP/1.1 431 ");
        (await SendAsync(run, $"POST /{new string('x', 9000)} HTTP/1.1\r\n\r\n")).Should().StartWith("HTTP/1.1 414 ");
        (await SendAsync(
            run, post + Form + "Transfer-Encoding: chunked\r\n\r\n" + string.Concat(Enumerable.Repeat(chunk, 9))))
            .Should().MatchRegex("^HTTP/1.1 4(00|13) ");
        var fields = string.Concat(Enumerable.Range(0, 300).Select(number => $"a{number}=&"));
        (await SendAsync(run, post + Form + $"Content-Length: {fields.Length}\r\n\r\n{fields}"))
            .Should().StartWith("HTTP/1.1 400 ");
        (await run.PostAsync(EventRun.Click())).Should().Be(200, "others are served as before");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("POST /bitrix24/events HTTP/1.1\r\nHost: x\r\n" + Form + "Content-Length: 100\r\n\r\nevent=")]
    [DataRow("POST /bitrix24/events HTTP/1.1\r\nHo")]
    public async Task An_unfinished_request_times_out(string beginning)
    {
        await using var run = await EventRun.StartAsync(requests: TimeSpan.FromSeconds(0.5));

        (await SendAsync(run, beginning)).Should().StartWith("HTTP/1.1 408 ");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_event_with_two_tokens_is_refused()
    {
        await using var run = await EventRun.StartAsync();

        (await run.PostAsync(EventRun.Click().Append(new("auth[application_token]", EventRun.Token)))).Should().Be(403);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_mistake_of_ours_is_logged_and_not_shown()
    {
        using var log = new RecordedLog();
        await using var http = await ConnectorHttp.StartAsync(new() { Port = 0 },
            _ => { }, routes =>
                routes.MapGet("/broken", _ => throw new InvalidOperationException("secret")).AllowAnonymous("a test"),
            CancellationToken.None);
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri(http.Address, "/broken"));

        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await answer.Content.ReadAsStringAsync()).Should().Be("Internal Server Error\n");
        log.Lines.Should()
            .ContainSingle(line => line.StartsWith("Error") && line.Contains("/broken") && line.Contains("secret"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_port_that_is_taken_is_named_with_the_setting()
    {
        await using var first = await ConnectorHttp.StartAsync(
            new() { Port = 0 }, _ => { }, _ => { }, CancellationToken.None);

        var second = () =>
            ConnectorHttp.StartAsync(new() { Port = first.Address.Port }, _ => { }, _ => { }, CancellationToken.None);

        (await second.Should().ThrowAsync<IOException>())
            .WithMessage($"HTTP cannot listen at 127.0.0.1:{first.Address.Port}: *http.port*");
    }

    private static async Task<string> SendAsync(EventRun run, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, run.Http.Address.Port, run.Limit);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request), run.Limit);
        }
        catch (IOException)
        {
            // It was answered before it was read to the end.
        }
        var buffer = new byte[8192];
        var length = await stream.ReadAsync(buffer, run.Limit);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
