using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Tests.Support;

/// <summary>A certificate of this machine, as PEM, which a client can be configured to trust.</summary>
internal sealed class TestCertificate
{
    private readonly byte[] _bytes;

    /// <param name="hosts">Its host names, besides this machine's.</param>
    public TestCertificate(params string[] hosts)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            $"CN={hosts[0]}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
            names.AddDnsName(host);
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        (_bytes, Pem, Key) = (own.RawData, own.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        KeyHash = Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    public string Pem { get; }

    public string Key { get; }

    /// <summary>The SHA-256 of its public key, by which a browser identifies it.</summary>
    public string KeyHash { get; }

    public bool Is(X509Certificate? other) => other?.GetRawCertData().AsSpan().SequenceEqual(_bytes) == true;
}
