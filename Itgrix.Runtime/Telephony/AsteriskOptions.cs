using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony;

/// <summary>The <c>asterisk</c> part of the configuration.</summary>
internal sealed record AsteriskOptions
{
    /// <summary>The manager interface; <c>null</c> when the service does not use it.</summary>
    public AmiOptions? Ami { get; init; }

    /// <summary>The store of channel events; <c>null</c> when there is none.</summary>
    public CelOptions? Cel { get; init; }

    /// <summary>The time zone of the Asterisk server; by default that of this machine.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;
}
