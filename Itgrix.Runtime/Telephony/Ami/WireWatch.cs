namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// Logs the first malformed line of a connection, and the first that is too long; the others are counted.
/// </summary>
internal sealed class WireWatch(string address)
{
    private static readonly ILogger Log = AppLog.For("ami");

    private bool _malformed, _cut;

    public void Look(AmiCounts counts)
    {
        if (!_malformed && counts.Malformed > 0)
        {
            _malformed = true;
            AmiLogMessages.Malformed(Log, address);
        }
        if (!_cut && counts.Cut > 0)
        {
            _cut = true;
            AmiLogMessages.Cut(Log, address);
        }
    }
}
