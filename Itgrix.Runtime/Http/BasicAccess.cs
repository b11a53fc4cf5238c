using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Authenticates by login and password, over an encrypted connection only.</summary>
internal sealed class BasicAccess(string login, PasswordHash hash, TimeProvider time) : IAccess
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    private readonly LoginThrottle _attempts = new(time);

    // A verified password is cached, because the hash is expensive. The hashing must not take all cores from the calls.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly SemaphoreSlim _working = new(1);
    private volatile byte[]? _right;

    /// <summary>Why the request is denied; <c>null</c> when it is allowed.</summary>
    public async Task<JsonAnswer?> RefusalAsync(HttpContext context)
    {
        if (!ClientAddress.IsEncrypted(context))
            return JsonAnswer.Error(StatusCodes.Status403Forbidden, "not_encrypted",
                "The password would be sent in clear text: use https.");
        if (Credentials(context) is not var (name, password))
            return Wrong(context);
        var address = ClientAddress.AddressOf(context);
        if (_attempts.Take(address) is { } delay)
            return JsonAnswer.TooManyAttempts("passwords", delay);
        if (!IsKnown(name, password))
        {
            if (!await _working.WaitAsync(MaxWait, context.RequestAborted))
                return Busy(_attempts, address);
            try
            {
                if (!(Same(name, login) & hash.Fits(password)))
                {
                    HttpLogMessages.WrongPassword(context.Request.Path, address);
                    return Wrong(context);
                }
                _right = Mark(name, password);
            }
            finally
            {
                _working.Release();
            }
        }
        _attempts.GiveBack(address);
        return null;
    }

    private bool IsKnown(string name, string password) =>
        _right is { } right && CryptographicOperations.FixedTimeEquals(right, Mark(name, password));

    private byte[] Mark(string name, string password) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{name}:{password}"));

    private static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));

    private static (string Login, string Password)? Credentials(HttpContext context)
    {
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
            || !"Basic".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[header.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }

    private static JsonAnswer Wrong(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"Itgrix\", charset=\"UTF-8\"";
        return JsonAnswer.Error(StatusCodes.Status401Unauthorized, "wrong_password", "Login or password is wrong.");
    }

    private static JsonAnswer Busy(LoginThrottle attempts, IPAddress address)
    {
        attempts.GiveBack(address);
        return JsonAnswer.Error(StatusCodes.Status503ServiceUnavailable, "busy", "Too many log in at once: try again.")
            with { RetryAfter = TimeSpan.FromSeconds(5) };
    }
}
