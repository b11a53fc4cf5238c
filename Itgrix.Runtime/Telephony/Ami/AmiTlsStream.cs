using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>The encrypted connection, and the check of Asterisk's certificate.</summary>
internal static class AmiTlsStream
{
    public static async Task<Stream> OpenAsync(Stream plain, AmiOptions options, CancellationToken token)
    {
        X509Certificate2Collection? trusted = null;
        var why = "";
        var stream = new SslStream(plain);
        try
        {
            trusted = options.Tls.Ca is { } file ? Load(file) : null;
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = options.Host,
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                    !options.Tls.Validate || IsTrusted(certificate, errors, trusted, out why),
            }, token);
            return stream;
        }
        catch (Exception error)
            when (error is AuthenticationException or IOException or CryptographicException
                or UnauthorizedAccessException)
        {
            await stream.DisposeAsync();
            throw new AmiException(AmiFailure.Tls, Explain(options, why.Length > 0 ? why : error.Message), error);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
        finally
        {
            foreach (var certificate in trusted ?? [])
                certificate.Dispose();
        }
    }

    // A certificate that is itself in the file needs no matching name: it identifies the server.
    private static bool IsTrusted(
        X509Certificate? certificate, SslPolicyErrors errors, X509Certificate2Collection? trusted, out string why)
    {
        why = errors.ToString();
        if (errors == SslPolicyErrors.None)
            return true;
        if (trusted is null || certificate is null)
            return false;
        using var own = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        if (trusted.Any(one => one.RawData.AsSpan().SequenceEqual(own.RawData)))
            return true;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(own);
    }

    private static X509Certificate2Collection Load(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates;
    }

    private static string Explain(AmiOptions options, string why) =>
        $"No TLS with Asterisk at {options.Host}:{options.Port}: {why}. Is it the port of tlsbindaddr in manager.conf? "
        + "A certificate of your own goes into asterisk.ami.tls.ca, and the host must be named as it is in there.";
}
