using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Ami;

[TestClass]
public sealed class AmiTlsTests
{
    private readonly TemporaryFolder _folder = new();

    [TestMethod]
    public async Task An_untrusted_certificate_is_refused()
    {
        using var own = SelfSigned("127.0.0.1");

        (await Connect(own, new() { Enabled = true })).Should().Be(AmiFailure.Tls);
    }

    [TestMethod]
    public async Task The_certificate_in_the_file_is_trusted_whatever_its_name()
    {
        using var own = SelfSigned("pbx.example.org");
        var file = _folder.Write("ca.pem", own.ExportCertificatePem());

        (await Connect(own, new() { Enabled = true, Ca = file })).Should().BeNull();
    }

    [TestMethod]
    public async Task Another_certificate_than_that_in_the_file_is_refused()
    {
        using var own = SelfSigned("127.0.0.1");
        using var other = SelfSigned("127.0.0.1");
        var file = _folder.Write("ca.pem", other.ExportCertificatePem());

        (await Connect(own, new() { Enabled = true, Ca = file })).Should().Be(AmiFailure.Tls);
    }

    [TestMethod]
    [DataRow("127.0.0.1", true), DataRow("pbx.example.org", false)]
    public async Task A_certificate_of_the_authority_in_the_file_must_name_the_host(string name, bool isTrusted)
    {
        using var authority = SelfSigned("authority");
        using var own = Issued(authority, name);
        var file = _folder.Write("ca.pem", authority.ExportCertificatePem());

        (await Connect(own, new() { Enabled = true, Ca = file })).Should().Be(isTrusted ? null : AmiFailure.Tls);
    }

    [TestMethod]
    public async Task Any_certificate_is_accepted_when_configured()
    {
        using var own = SelfSigned("pbx.example.org");

        (await Connect(own, new() { Enabled = true, Validate = false })).Should().BeNull();
    }

    [TestMethod]
    public async Task A_file_that_is_not_a_certificate_is_reported()
    {
        using var own = SelfSigned("127.0.0.1");

        (await Connect(own, new() { Enabled = true, Ca = _folder.Write("ca.pem", "nothing") })).Should()
            .Be(AmiFailure.Tls);
    }

    [TestMethod]
    public async Task A_port_without_tls_is_reported() =>
        (await Connect(null, new() { Enabled = true, Validate = false })).Should().Be(AmiFailure.Tls);

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    // null when it logged in.
    private static async Task<AmiFailure?> Connect(X509Certificate2? certificate, AmiTls tls)
    {
        await using var peer = new AmiPeer(new() { Certificate = certificate });
        peer.Options = peer.Options with { Tls = tls };
        try
        {
            await using var client = await peer.ConnectAsync();
            return null;
        }
        catch (AmiException error)
        {
            return error.Failure;
        }
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = RSA.Create(2048);
        var request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issued(X509Certificate2 authority, string name)
    {
        using var key = RSA.Create(2048);
        using var issued = Request(name, key).Create(
            authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3]);
        return issued.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string name, RSA key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (System.Net.IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }
}
