namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Login method at Asterisk.</summary>
internal enum AmiAuth
{
    /// <summary>Challenge and response; the secret is never sent.</summary>
    Md5,

    /// <summary>The secret is sent, in clear text unless TLS is on.</summary>
    Plain,
}
