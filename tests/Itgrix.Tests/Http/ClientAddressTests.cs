using System.Net;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Itgrix.Tests.Http;

[TestClass]
public sealed class ClientAddressTests
{
    [TestMethod]
    [DataRow("https", "203.0.113.7", null, true)]
    [DataRow("http", "203.0.113.7", null, false)]
    [DataRow("http", "203.0.113.7", "https", false, DisplayName = "Nobody elsewhere is believed")]
    [DataRow("http", "192.168.0.5", null, false)]
    [DataRow("http", "127.0.0.1", null, true)]
    [DataRow("http", "::1", null, true)]
    [DataRow("http", "::ffff:127.0.0.1", null, true)]
    [DataRow("http", "127.0.0.1", "https", true)]
    [DataRow("http", "127.0.0.1", "http", false, DisplayName = "A proxy here that was asked in the open")]
    [DataRow("http", "127.0.0.1", "https, http", false)]
    public async Task A_request_is_encrypted_or_does_not_leave_the_machine(
        string scheme, string from, string? proto, bool isEncrypted)
    {
        var context = await RequestAsync(scheme, from, ("X-Forwarded-Proto", proto));

        ClientAddress.IsEncrypted(context).Should().Be(isEncrypted);
    }

    [TestMethod]
    public async Task A_proxy_without_a_forwarded_scheme_counts_as_unencrypted()
    {
        ClientAddress.IsEncrypted(await RequestAsync("http", "127.0.0.1", ("X-Forwarded-For", "198.51.100.1")))
            .Should().BeFalse();
        ClientAddress.IsEncrypted(await RequestAsync(
            "http", "127.0.0.1", ("X-Forwarded-For", "198.51.100.1"), ("X-Forwarded-Proto", "https")))
            .Should().BeTrue();
    }

    [TestMethod]
    [DataRow("203.0.113.7", null, "203.0.113.7")]
    [DataRow("::ffff:203.0.113.7", null, "203.0.113.7")]
    [DataRow("203.0.113.7", "198.51.100.1", "203.0.113.7", DisplayName = "A client elsewhere is not trusted")]
    [DataRow("127.0.0.1", "198.51.100.1", "198.51.100.1")]
    [DataRow("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1", DisplayName = "The first ones may be made up")]
    [DataRow("127.0.0.1", "198.51.100.1:4711", "198.51.100.1")]
    [DataRow("127.0.0.1", "2001:db8::1", "2001:db8::1")]
    [DataRow("127.0.0.1", "unknown", "127.0.0.1")]
    public async Task A_proxy_on_this_machine_is_trusted_to_name_its_client(
        string from, string? forwarded, string address)
    {
        ClientAddress.AddressOf(await RequestAsync("http", from, ("X-Forwarded-For", forwarded)))
            .Should().Be(IPAddress.Parse(address));
    }

    private static async Task<HttpContext> RequestAsync(
        string scheme, string from, params (string Name, string? Value)[] headers)
    {
        var context = new DefaultHttpContext
        {
            Request = { Scheme = scheme }, Connection = { RemoteIpAddress = IPAddress.Parse(from) },
        };
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
            context.Request.Headers[name] = value;
        var proxies = new ForwardedHeadersMiddleware(
            _ => Task.CompletedTask, NullLoggerFactory.Instance, Options.Create(ClientAddress.Proxies));
        await proxies.Invoke(context);
        return context;
    }
}
