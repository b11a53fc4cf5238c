using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Telephony;

/// <summary>The <c>asterisk</c> part of the configuration.</summary>
internal sealed record AsteriskOptions
{
    public const string DefaultName = "asterisk";

    /// <summary>The PBX's name among several; the configuration has one.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>The manager interface; <c>null</c> when the service does not use it.</summary>
    [Setting("the manager interface")]
    public AmiOptions? Ami { get; init; }

    [Setting("Asterisk's store of channel events", Name = "cel")]
    public CelSettings? CelSettings { get; init; }

    /// <summary>The store of channel events; <c>null</c> when there is none.</summary>
    public CelOptions? Cel
    {
        get => field ?? CelSettings?.Options;
        init;
    }

    [Setting("how phones, lines and voice bots are recognised")]
    public ChannelOptions Channels { get; init; } = ChannelOptions.Default;

    [Setting("time zone of the Asterisk server; times in hooks are its times", Rule = nameof(Zone),
        Fix = "give a time zone of this machine, such as \"Europe/Moscow\"; 'timedatectl list-timezones' lists them.",
        Default = "that of this machine")]
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    private static TimeZoneInfo? Zone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
