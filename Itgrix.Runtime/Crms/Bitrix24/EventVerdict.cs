namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>What is answered to an event.</summary>
internal enum EventVerdict
{
    /// <summary>It is being seen to.</summary>
    Taken,

    /// <summary>It has come before.</summary>
    Repeated,

    /// <summary>Nothing is done about events of this kind.</summary>
    Ignored,

    /// <summary>It cannot be read, or lacks what is needed.</summary>
    Malformed,

    /// <summary>It does not prove that it comes from the portal.</summary>
    Forbidden,

    /// <summary>There is too much to do: later.</summary>
    Full,
}
