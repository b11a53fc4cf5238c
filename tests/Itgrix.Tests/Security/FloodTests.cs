using System.Net;
using System.Net.Sockets;
using System.Text;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Security;

/// <summary>Clients that send too much, too slowly, or hold too many connections, while others are served.</summary>
[TestClass]
public sealed class FloodTests
{
    private const string Post = "POST /bitrix24/events HTTP/1.1\r\nHost: x\r\n";
    private const string Form = "Content-Type: application/x-www-form-urlencoded\r\n";
    private const long MaxMemory = 64 << 20;

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private EventRun _run = null!;
    private long _before;

    [TestInitialize]
    public async Task Start()
    {
        _run = await EventRun.StartAsync();
        await ServesAsync();
        _before = GC.GetTotalMemory(forceFullCollection: true);
    }

    [TestCleanup]
    public async Task Stop()
    {
        await _run.DisposeAsync();
        _limit.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Content-Length: 1073741824\r\n\r\n", false)]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n", true)]
    public async Task A_body_of_a_gigabyte_is_refused_at_its_beginning(string header, bool isChunked)
    {
        var block = new string('a', 1 << 20);
        var part = Encoding.ASCII.GetBytes(isChunked ? $"{block.Length:x}\r\n{block}\r\n" : block);

        var (answer, sent) = await SendAsync(Post + Form + header, part, 1024);

        answer.Should().MatchRegex("^(HTTP/1.1 4(00|13) .*)?$");
        sent.Should().BeLessThan(32 << 20, "nobody reads on");
        await ServesAsync();
        MemoryIsBounded();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_million_headers_are_refused_at_the_first_hundred()
    {
        var part = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Range(0, 1000).Select(number => $"X-{number}: 1\r\n")));

        var (answer, sent) = await SendAsync(Post, part, 1000);

        answer.Should().MatchRegex("^(HTTP/1.1 431 .*)?$");
        sent.Should().BeLessThan(8 << 20);
        await ServesAsync();
        MemoryIsBounded();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(Post + "X: ", 0)]
    [DataRow(Post + Form + "Content-Length: 10000\r\n\r\nevent=", 100)]
    public async Task A_client_that_sends_byte_by_byte_is_disconnected(string request, int atOnce)
    {
        await _run.DisposeAsync();
        _run = await EventRun.StartAsync(requests: TimeSpan.FromSeconds(3));
        var slow = Enumerable.Range(0, 50).Select(_ => DripAsync(request, atOnce)).ToList();
        while (slow.Exists(one => !one.IsCompleted))
        {
            await ServesAsync();
            await Task.WhenAny(Task.WhenAll(slow), Task.Delay(TimeSpan.FromMilliseconds(100), _limit.Token));
        }

        foreach (var answer in await Task.WhenAll(slow))
            answer.Should().MatchRegex("^(HTTP/1.1 408 .*)?$");
        MemoryIsBounded();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_client_with_very_many_connections_does_not_block_others()
    {
        var held = new List<TcpClient>();
        try
        {
            for (var number = 0; number < 400; number++)
            {
                var client = new TcpClient(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
                held.Add(client);
                await HoldAsync(client);
            }

            await ServesAsync();
            MemoryIsBounded();
        }
        finally
        {
            held.ForEach(client => client.Dispose());
        }
        await ServesAsync();
    }

    private async Task HoldAsync(TcpClient client)
    {
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _run.Http.Address.Port, _limit.Token);
            await client.GetStream().WriteAsync("P"u8.ToArray(), _limit.Token);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            // Closed at once.
        }
    }

    // Another client, on a connection of its own.
    private async Task ServesAsync()
    {
        using var client = new HttpClient();
        using var content = new FormUrlEncodedContent(EventRun.Click(("auth[application_token]", "wrong")));
        using var answer = await client.PostAsync(_run.Handler, content, _limit.Token);
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private void MemoryIsBounded() =>
        (GC.GetTotalMemory(forceFullCollection: true) - _before).Should().BeLessThan(MaxMemory);

    // Until it is answered or the connection is closed.
    private async Task<(string Answer, long Sent)> SendAsync(string head, byte[] part, int times)
    {
        using var client = await ConnectAsync();
        var stream = client.GetStream();
        var answer = ReadAsync(stream);
        var sent = 0L;
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _limit.Token);
            for (var number = 0; number < times && !answer.IsCompleted; number++, sent += part.Length)
                await stream.WriteAsync(part, _limit.Token);
        }
        catch (IOException)
        {
            // Closed.
        }
        return (await answer, sent);
    }

    // Only the service can end it.
    private async Task<string> DripAsync(string request, int atOnce)
    {
        using var client = await ConnectAsync();
        var stream = client.GetStream();
        var answer = ReadAsync(stream);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request[..atOnce]), _limit.Token);
            for (var at = atOnce; !answer.IsCompleted; at++)
            {
                var next = at < request.Length ? request[at] : 'a';
                await stream.WriteAsync(new[] { (byte)next }, _limit.Token);
                await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(50), _limit.Token));
            }
        }
        catch (IOException)
        {
            // Closed.
        }
        return await answer;
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _run.Http.Address.Port, _limit.Token);
        return client;
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[256];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, _limit.Token)).Split("\r\n")[0];
        }
        catch (IOException)
        {
            return "";
        }
    }
}
