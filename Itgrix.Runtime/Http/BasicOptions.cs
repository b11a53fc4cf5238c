using Microsoft.AspNetCore.Authentication;

namespace Itgrix.Runtime.Http;

/// <summary>A login with its password, and its failed logins.</summary>
internal sealed class BasicOptions : AuthenticationSchemeOptions
{
    /// <summary><c>null</c>: there is none in the configuration, and access is denied.</summary>
    public PasswordVerifier? Password { get; set; }

    public LoginThrottle Attempts { get; set; } = null!;

    /// <summary>The answer without a password in the configuration: says what to configure.</summary>
    public JsonAnswer? Closed { get; set; }
}
