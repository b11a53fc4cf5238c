namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>How the secret is proved to Asterisk.</summary>
internal enum AmiAuth
{
    /// <summary>By a challenge; the secret stays here.</summary>
    Md5,

    /// <summary>The secret is sent, readable unless TLS is on.</summary>
    Plain,
}
