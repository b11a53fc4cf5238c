using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony;

/// <summary>The <c>asterisk</c> part of the configuration.</summary>
internal sealed record AsteriskOptions
{
    /// <summary>The manager interface; <c>null</c> when the service does not listen to it.</summary>
    public AmiOptions? Ami { get; init; }

    /// <summary>Where channel events are kept; <c>null</c> when nowhere.</summary>
    public CelOptions? Cel { get; init; }

    /// <summary>The time zone of the Asterisk server; that of this machine when none is named.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;
}
