namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The verdict on an event, which determines the response.</summary>
internal enum EventVerdict
{
    /// <summary>The event is accepted and queued.</summary>
    Taken,

    /// <summary>The event is a duplicate.</summary>
    Repeated,

    /// <summary>Events of this kind are ignored.</summary>
    Ignored,

    /// <summary>The event is malformed or incomplete.</summary>
    Malformed,

    /// <summary>The service is overloaded: retry later.</summary>
    Full,
}
