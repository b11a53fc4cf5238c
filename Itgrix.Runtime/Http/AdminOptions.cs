using Microsoft.AspNetCore.Authentication;

namespace Itgrix.Runtime.Http;

/// <summary>The administrator, with failed logins and nonces in use.</summary>
internal sealed class AdminOptions : AuthenticationSchemeOptions
{
    /// <summary><c>null</c>: there is none in the configuration.</summary>
    public DigestHash? Admin { get; set; }

    public LoginThrottle Attempts { get; set; } = null!;

    public DigestNonceStore Nonces { get; set; } = null!;
}
