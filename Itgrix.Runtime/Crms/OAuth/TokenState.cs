namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>The state of a token renewal.</summary>
internal enum TokenState
{
    Usable,

    /// <summary>A renewal is in progress; at a start this means that its response was lost.</summary>
    Renewing,

    /// <summary>The CRM accepts these tokens no more.</summary>
    Revoked,
}
