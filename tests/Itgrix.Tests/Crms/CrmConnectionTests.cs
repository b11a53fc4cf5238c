using System.Net;
using System.Net.Sockets;
using System.Text;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Tests.Crms;

/// <summary>CRMs with authorities of their own, behind a proxy, or at another address than before.</summary>
[TestClass]
public sealed class CrmConnectionTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_authority_of_the_company_is_trusted_when_it_is_configured_and_no_other()
    {
        var certificate = new TestCertificate("portal.example.com");
        await using var server = await ConnectorHttp.StartAsync(new()
        {
            Port = 0, Certificate = _folder.Write("own.pem", certificate.Pem),
            Key = _folder.Write("key", certificate.Key),
        }, _ => { }, routes => routes.MapAnswer("/rest/1/hush/user.current.json", [HttpMethods.Post],
            _ => Task.FromResult(JsonAnswer.Error(200, "", "")))
            .AllowAnonymous("it is the portal of a test"), _limit.Token);
        var another = _folder.Write("another.pem", new TestCertificate("portal.example.com").Pem);

        var refused = await AskAsync(server.Address, new());
        var wrong = await AskAsync(server.Address, new() { CaFile = another });
        var accepted = await AskAsync(server.Address, new() { CaFile = _folder.File("own.pem") });

        refused.Should().Contain("no encrypted connection that can be trusted");
        wrong.Should().Contain("no encrypted connection that can be trusted");
        accepted.Should().NotContain("encrypted");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Requests_go_through_the_configured_proxy_with_its_login()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var asking = AskAsync(new("http://portal.invalid/"),
            new() { Proxy = new($"http://me:s%40cret@127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}") });

        var first = await ServeAsync(proxy,
            "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n"
            + "Connection: close\r\n\r\n");
        var second = await ServeAsync(proxy,
            "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{\"result\":{}}");

        (await asking).Should().BeEmpty();
        first.Should().StartWith("POST http://portal.invalid/rest/1/hush/user.current.json");
        second.Should().Contain($"Basic {Convert.ToBase64String("me:s@cret"u8)}");
    }

    [TestMethod]
    public void A_file_without_certificates_and_an_address_that_is_none_are_mistakes()
    {
        FluentActions.Invoking(() => new CrmConnection { CaFile = _folder.Write("ca", "none") }.Authorities())
            .Should().Throw<IOException>();
        FluentActions.Invoking(() => new CrmConnection { CaFile = _folder.File("missing") }.Authorities())
            .Should().Throw<IOException>();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_renamed_portal_is_followed_and_the_log_says_what_to_set()
    {
        using var log = new RecordedLog();
        await using var old = await TestPortal.StartAsync();
        await using var now = await Bitrix24Sandbox.StartAsync(token: _limit.Token);
        await old.CallAsync("user.current");
        old.Sandbox.Faults.Add(new() { Kind = FaultKind.Moved, Location = $"{now.Address}".TrimEnd('/') });

        // The new one does not know the token, which is renewed where it always was.
        await old.FailsAsync("user.current");

        now.Requests.Should().Contain(request => request.Method == "user.current");
        log.Lines.Should().ContainSingle(line => line.StartsWith("Warn ") && line.Contains(now.Address.Authority));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_renamed_account_is_followed()
    {
        await using var lab = await KommoLab.StartAsync();
        await using var now = await KommoSandbox.StartAsync(lab.Sandbox.Settings, _limit.Token);
        lab.Sandbox.Faults.Add(new()
            { Kind = KommoFaultKind.Redirect, Location = $"{now.Address}api/v4/account", Times = 1 });
        var api = new KommoApi(lab.Client(lab.LongLived));

        await api.AccountAsync(_limit.Token);
        await api.AccountAsync(_limit.Token);

        now.Requests.Should().HaveCount(2);
        lab.Sandbox.Requests.Should().ContainSingle();
    }

    [TestMethod]
    [DataRow("https://a.bitrix24.com/rest/", "https://b.bitrix24.com/rest/x.json", true)]
    [DataRow("https://a.bitrix24.ru/rest/", "https://a.bitrix24.com.br/rest/x.json", true)]
    [DataRow("https://a.bitrix24.com/rest/", "http://b.bitrix24.com/rest/x.json", false)]
    [DataRow("https://a.bitrix24.com/rest/", "https://evil.example/rest/x.json", false)]
    [DataRow("https://a.bitrix24.com/rest/", "https://bitrix24.com.evil.example/rest/x.json", false)]
    [DataRow("https://a.bitrix24.com/rest/", "http://127.0.0.1/rest/x.json", false)]
    [DataRow("https://box.example.com/rest/", "https://box.example.com:8443/rest/x.json", true)]
    [DataRow("https://box.example.com/rest/", "https://other.example.com/rest/x.json", false)]
    [DataRow("https://box.example.com/rest/", "https://a.bitrix24.com/rest/x.json", false)]
    public async Task A_portal_is_followed_within_its_own_domains_only(string from, string to, bool isFollowed)
    {
        await using var access = new Bitrix24Access(
            new() { Webhook = new($"{from}1/hush/") }, null!, null, TimeProvider.System);

        access.Follow(new(to)).Should().Be(isFollowed);

        access.AddressOf("m").Authority.Should().Be(new Uri(isFollowed ? to : from).Authority);
    }

    // The error's message; empty when there was none.
    private async Task<string> AskAsync(Uri portal, CrmConnection way)
    {
        await using var client = new Bitrix24ApiClient(
            new() { Webhook = new($"{portal}rest/1/hush/"), Connection = way });
        try
        {
            await client.CallAsync("user.current", null, _limit.Token);
            return "";
        }
        catch (CrmException error)
        {
            return error.Message;
        }
    }

    private async Task<string> ServeAsync(TcpListener proxy, string answer)
    {
        using var connection = await proxy.AcceptTcpClientAsync(_limit.Token);
        var stream = connection.GetStream();
        var (buffer, asked) = (new byte[4096], new StringBuilder());
        while (!asked.ToString().EndsWith("{}", StringComparison.Ordinal)
            && await stream.ReadAsync(buffer, _limit.Token) is > 0 and var count)
            asked.Append(Encoding.ASCII.GetString(buffer, 0, count));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _limit.Token);
        return asked.ToString();
    }
}
