using System.Runtime.CompilerServices;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony.Doctor;

/// <summary>Whether past channel events can be read, have what calls need, and have the right time.</summary>
internal sealed class CelStoreCheck(AsteriskOptions options, TimeProvider time) : IDoctorCheck
{
    // Enough calls of an office; reading more would take long without an index.
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(2);

    public string Area => "past channel events";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        if (options.Cel is not { } cel)
        {
            yield return Finding.Warning("asterisk.cel is not set: calls during a restart or an outage are lost.",
                "Name Asterisk's table or file of channel events: docs/cel.md");
            yield break;
        }
        var (now, coverage) = (AmiTime.LocalTime(time.GetUtcNow(), options.TimeZone), new CelCoverage());
        var (count, newest) = (0, DateTime.MinValue);
        await foreach (var record in CelStores.Open(cel, options.TimeZone, time).ReadAsync(now - Period, null, token))
        {
            coverage.Seen(record);
            newest = record.Time > newest ? record.Time : newest;
            count++;
        }
        if (count == 0)
            yield return Finding.Warning($"It can be read, and has no event of the last {Period.TotalHours:0} hours.",
                "Make a call. If there is still none: does Asterisk write there? asterisk -rx \"cel show status\"");
        else if (newest > now + MaxAhead)
            yield return Finding.Error(
                $"The newest event is of {newest:u}, and it is {now:u} in {options.TimeZone.Id}.".Replace("Z", ""),
                "Set asterisk.time_zone to the time zone of the Asterisk server"
                + (cel is CelTableOptions { Utc: false }
                    ? ", or asterisk.cel.utc if its module has usegmtime=yes." : "."));
        else
            yield return Finding.Good($"{count} events of the last {Period.TotalHours:0} hours, the newest of "
                + $"{newest:yyyy-MM-dd HH:mm:ss}; it is {now:yyyy-MM-dd HH:mm:ss} in {options.TimeZone.Id}.");
        foreach (var missing in coverage.Check())
            yield return Finding.Error(missing);
    }
}
