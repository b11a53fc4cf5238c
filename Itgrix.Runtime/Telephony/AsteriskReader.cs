using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony;

/// <summary>Reads the <c>asterisk</c> part.</summary>
internal static class AsteriskReader
{
    public static AsteriskOptions Read(ConfigSection section, string baseFolder)
    {
        var options = new AsteriskOptions
        {
            Ami = section.Section("ami") is { } ami ? AmiReader.Read(ami, baseFolder) : null,
            Cel = section.Section("cel") is { } cel ? CelReader.Read(cel, baseFolder) : null,
            TimeZone = Zone(section) ?? TimeZoneInfo.Local,
        };
        section.RejectUnknown();
        return options;
    }

    private static TimeZoneInfo? Zone(ConfigSection section)
    {
        var name = section.Text("time_zone");
        if (name is null)
            return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        section.Mistake("time_zone",
            $"is \"{name}\", which is not a time zone of this machine: give one as \"Europe/Moscow\"; "
            + "'timedatectl list-timezones' lists them.");
        return null;
    }
}
