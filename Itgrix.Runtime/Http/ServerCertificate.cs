using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Http;

/// <summary>
/// The server certificate with its chain; after it was replaced on the disk, new connections get the new one.
/// </summary>
internal sealed class ServerCertificate
{
    private static readonly ILogger Log = AppLog.For("http");

    private const int MaxBytes = 1 << 20;

    private readonly string _file, _key;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private WatchedFile _seenFile, _seenKey;
    private SslStreamCertificateContext _current;
    private string? _told;

    /// <exception cref="IOException">It cannot be used.</exception>
    public ServerCertificate(string file, string key, TimeProvider time)
    {
        (_file, _key, _time) = (file, key, time);
        (_seenFile, _seenKey) = (WatchedFile.Read(file), WatchedFile.Read(key));
        var (found, problem) = Read(file, key);
        _current = found ?? throw new IOException(problem);
        LogUse();
    }

    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                if (_seenFile.MayHaveChanged() || _seenKey.MayHaveChanged())
                    Reload();
                return _current;
            }
        }
    }

    /// <summary>The certificate with its key; or why it cannot be used.</summary>
    public static (SslStreamCertificateContext? Certificate, string Problem) Read(string file, string key)
    {
        try
        {
            RegularFile.Require(file, MaxBytes);
            RegularFile.Require(key, MaxBytes);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            if (chain.Count == 0)
                return (null, $"{file} holds no certificate: name the PEM file of the certificate with its chain.");
            var own = X509Certificate2.CreateFromPemFile(file, key);
            chain.RemoveAt(0);
            return (SslStreamCertificateContext.Create(own, chain, offline: true), "");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return (null, $"{file} and the key {key} do not match: {error.Message} Name the PEM file of the "
                + "certificate and the one of its private key, without a password.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"{error.Message} Name a file that the service may read.");
        }
    }

    private void Reload()
    {
        // Checked first: a change during the read is then seen at the next check.
        (_seenFile, _seenKey) = (WatchedFile.Read(_file), WatchedFile.Read(_key));
        var (found, problem) = Read(_file, _key);
        if (found is null)
        {
            if (problem != _told)
                HttpLogMessages.OldCertificateStays(Log, problem);
            _told = problem;
            return;
        }
        var isNew = found.TargetCertificate.Thumbprint != _current.TargetCertificate.Thumbprint;
        (_current, _told) = (found, null);
        if (isNew)
            LogUse();
    }

    private void LogUse()
    {
        var expires = _current.TargetCertificate.NotAfter.ToUniversalTime();
        if (expires < _time.GetUtcNow())
            HttpLogMessages.Expired(Log, _file, expires);
        else
            HttpLogMessages.NewCertificate(Log, _file, expires);
    }
}
