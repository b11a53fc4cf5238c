using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>The stages of captured calls, with a client's number of the test's choice.</summary>
internal static class ClientCalls
{
    /// <summary>The client that both simulated CRMs know.</summary>
    public const string Known = "12025550123";

    /// <summary>A number that no CRM knows.</summary>
    public const string Stranger = "12025550145";

    // The clients of the captures.
    private static readonly string[] Clients = [Known, "912025550144"];

    /// <param name="capture">Without its ending.</param>
    /// <param name="client">The number in place of the captured one.</param>
    /// <param name="prefix">Makes it another call.</param>
    public static IReadOnlyList<CallStageEvent> Of(string capture, string client = Known, string prefix = "") =>
        StageRules.Tracker().Tell(CaptureEvents.Of($"{capture}.ami").Renamed(prefix)
            .Select(one => one is CelRecord record ? record.Of(client) : one));

    /// <summary>The same event of another client's call.</summary>
    public static CelRecord Of(this CelRecord record, string client) => record with
    {
        CallerNumber = Replaced(record.CallerNumber, client),
        Ani = Replaced(record.Ani, client),
        Extension = Replaced(record.Extension, client),
        DialedNumber = Replaced(record.DialedNumber, client),
        ApplicationData = Replaced(record.ApplicationData, client),
    };

    private static string Replaced(string text, string client) =>
        Clients.Aggregate(text, (one, number) => one.Replace(number, client, StringComparison.Ordinal));
}
