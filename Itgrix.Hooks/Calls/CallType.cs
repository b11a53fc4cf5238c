namespace Itgrix.Hooks.Calls;

/// <summary>The direction of a call (<c>type</c>). Source: call-full, channel.</summary>
public enum CallType
{
    /// <summary><c>unknown</c>, and any other text: the direction is unknown.</summary>
    Unknown,

    /// <summary><c>local</c>: from an internal number to an internal number.</summary>
    Local,

    /// <summary><c>incoming</c>: from outside to an internal number.</summary>
    Incoming,

    /// <summary><c>outgoing</c>: from an internal number to the outside.</summary>
    Outgoing,
}
