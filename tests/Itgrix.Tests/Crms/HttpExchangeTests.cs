using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Outbox;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

/// <summary>Servers that do what none should.</summary>
[TestClass]
public sealed class HttpExchangeTests
{
    private readonly HttpClient _client = CrmHttp.Create(TestTimeout.Value);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public HttpExchangeTests() => _listener.Start();

    [TestCleanup]
    public void Clean()
    {
        _client.Dispose();
        _listener.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_request_contains_the_user_agent()
    {
        var serving = ServeAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");

        var answer = await SendAsync();

        answer.Json().Should().NotBeNull();
        (await serving).Should().Contain("User-Agent: Itgrix\r\n").And.Contain("Accept: application/json\r\n");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result\": ")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"res")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-")]
    [DataRow("")]
    [DataRow("SSH-2.0-OpenSSH_9.2\r\n")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n{\"result\":1}")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 12\r\n\r\n{\"result\":1}")]
    public async Task A_truncated_or_missing_answer_is_lost(string answer)
    {
        var serving = ServeAsync(answer);

        (await FailsAsync()).Failure.Should().Be(CrmFailure.Lost);

        await serving;
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_answer_of_exactly_the_maximum_size_is_read_and_a_larger_one_is_not()
    {
        var serving = ServeAsync($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{new string('x', 1000)}");
        (await SendAsync()).Body!.Value.Length.Should().Be(1000);
        await serving;

        serving = ServeAsync($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{new string('x', 1001)}");
        (await SendAsync()).Body.Should().BeNull();
        await serving;
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_redirect_is_not_followed()
    {
        var serving = ServeAsync(
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/elsewhere\r\nContent-Length: 0\r\n\r\n");

        (await SendAsync()).IsRedirect.Should().BeTrue();

        await serving;
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_untrusted_certificate_is_refused()
    {
        using var key = RSA.Create(2048);
        using var own = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var serving = EncryptAsync(own);

        var error = await FailsAsync("https");

        error.Failure.Should().Be(CrmFailure.Unreachable);
        error.OutcomeUnknown.Should().BeFalse();
        error.Message.Should().Contain("no encrypted connection that can be trusted");
        await serving;
    }

    [TestMethod]
    public void Foreign_text_is_put_on_one_line_without_control_characters_and_cut()
    {
        HttpAnswer.OneLine(" a\r\n\tb\u001b[31m ", 80).Should().Be("a b?[31m");
        HttpAnswer.OneLine(new string('x', 90), 80).Should().HaveLength(81).And.EndWith("…");
    }

    private async Task<HttpAnswer> SendAsync(string scheme = "http")
    {
        var exchange = new HttpExchange(_client, TestTimeout.Value, 1000, TimeProvider.System);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{scheme}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hush");
        request.Content = new StringContent("{}");
        return await exchange.SendAsync(request, "m of p", default);
    }

    private async Task<CrmException> FailsAsync(string scheme = "http")
    {
        var error = (await FluentActions.Awaiting(() => SendAsync(scheme)).Should().ThrowAsync<CrmException>()).Which;
        error.Message.Should().StartWith("m of p: ");
        error.ToString().Should().NotContain("hush");
        return error;
    }

    // Reads one request, says its text and hangs up.
    private async Task<string> ServeAsync(string answer)
    {
        using var connection = await _listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        var request = "";
        var buffer = new byte[4096];
        while (!request.EndsWith("\r\n\r\n{}", StringComparison.Ordinal))
            request += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        return request;
    }

    private async Task EncryptAsync(X509Certificate2 certificate)
    {
        using var connection = await _listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            _ = await tls.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is IOException or AuthenticationException)
        {
            // It was refused, as it should be.
        }
    }
}
