using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Reads the <c>calls</c> part.</summary>
internal static class CallsReader
{
    public static CallQueueOptions Read(ConfigSection section)
    {
        var defaults = new CallQueueOptions();
        var options = new CallQueueOptions
        {
            Parallel = (int)(section.Number("parallel", 1, 1000, "calls") ?? defaults.Parallel),
            Capacity = (int)(section.Number("queue", 100, 1_000_000, "stages") ?? defaults.Capacity),
            Late = section.Seconds("late", 0.01, 3600) ?? defaults.Late,
        };
        section.RejectUnknown();
        return options;
    }
}
