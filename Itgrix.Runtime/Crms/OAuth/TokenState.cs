namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>How far the exchange of tokens for the next ones has come.</summary>
internal enum TokenState
{
    Usable,

    /// <summary>The next ones are being asked for; read at a start, this says that their answer was lost.</summary>
    Renewing,

    /// <summary>The CRM takes them no more.</summary>
    Revoked,
}
