using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Http;

[TestClass]
public sealed class ServerCertificateTests
{
    private static readonly TestCertificate First = new("pbx.example.com"), Second = new("pbx.example.com");

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_next_connection_gets_a_replaced_certificate()
    {
        using var log = new RecordedLog();
        await using var http = await StartAsync(First);
        First.Is(await ShownAsync(http)).Should().BeTrue();

        _folder.Write("certificate.pem", Second.Pem);
        First.Is(await ShownAsync(http)).Should().BeTrue("its key is not there yet");
        _folder.Write("key.pem", Second.Key);

        Second.Is(await ShownAsync(http)).Should().BeTrue();
        log.Lines.Should().Contain(line => line.Contains("the old one stays") && line.Contains("key.pem"))
            .And.Contain(line => line.StartsWith("Info Certificate"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_certificate_that_goes_away_stays_in_use_and_is_complained_of_once()
    {
        using var log = new RecordedLog();
        await using var http = await StartAsync(First);

        File.Delete(_folder.File("certificate.pem"));
        await ShownAsync(http);
        _folder.Write("key.pem", "nothing");

        First.Is(await ShownAsync(http)).Should().BeTrue();
        log.Lines.Where(line => line.Contains("the old one stays")).Should().ContainSingle();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_server_presents_its_whole_certificate_chain()
    {
        using var root = Issued("root", null);
        using var intermediate = Issued("intermediate", root);
        using var own = Issued("pbx.example.com", intermediate);
        await using var http = await ConnectorHttp.StartAsync(new()
        {
            Port = 0,
            Certificate = _folder.Write(
                "both.pem", string.Join('\n', own.ExportCertificatePem(), intermediate.ExportCertificatePem(),
                own.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem())),
        }, _ => { }, _ => { }, CancellationToken.None);
        var shown = new List<string>();

        await ShownAsync(http, chain => shown.AddRange(chain.ChainPolicy.ExtraStore.Select(one => one.Subject)));

        shown.Should().Contain("CN=intermediate");
    }

    [TestMethod]
    [DataRow(null, "key", "*Could not find*Name a file*")]
    [DataRow("", "key", "*holds no certificate*")]
    [DataRow("certificate", null, "*Could not find*Name a file*")]
    [DataRow("certificate", "", "*do not match*")]
    [DataRow("certificate", "other", "*do not match*")]
    [DataRow("key", "key", "*holds no certificate*")]
    public void Wrong_files_are_named_with_what_to_do(string? certificate, string? key, string problem)
    {
        string Path(string name, string? content)
        {
            if (content is not null)
                _folder.Write(name, content switch
                {
                    "certificate" => First.Pem, "key" => First.Key, "other" => Second.Key, _ => "",
                });
            return _folder.File(name);
        }

        var found = ServerCertificate.Read(Path("certificate.pem", certificate), Path("key.pem", key));

        found.Certificate.Should().BeNull();
        found.Problem.Should().Match(problem).And.Contain(_folder.Path);
    }

    private static X509Certificate2 Issued(string name, X509Certificate2? issuer)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(issuer is null || name == "intermediate", false, 0, true));
        if (issuer is null)
            return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        using var issued = request.Create(issuer, issuer.NotBefore, issuer.NotAfter, [1, 2, 3]);
        return issued.CopyWithPrivateKey(key);
    }

    private Task<ConnectorHttp> StartAsync(TestCertificate certificate) => ConnectorHttp.StartAsync(new()
    {
        Port = 0,
        Certificate = _folder.Write("certificate.pem", certificate.Pem),
        Key = _folder.Write("key.pem", certificate.Key),
    }, _ => { }, _ => { }, CancellationToken.None);

    private static async Task<X509Certificate?> ShownAsync(ConnectorHttp http, Action<X509Chain>? look = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(http.Address.Host, http.Address.Port);
        await using var tls = new SslStream(client.GetStream(), false, (_, _, chain, _) =>
        {
            look?.Invoke(chain!);
            return true;
        });
        await tls.AuthenticateAsClientAsync("pbx.example.com");
        return tls.RemoteCertificate is { } shown
            ? X509CertificateLoader.LoadCertificate(shown.GetRawCertData()) : null;
    }
}
