
namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// Logs the first line of a connection that is malformed, and the first that is too long; the rest is counted.
/// </summary>
internal sealed class WireWatch(string address)
{
    private bool _malformed, _cut;

    public void Look(AmiCounts counts)
    {
        if (!_malformed && counts.Malformed > 0)
        {
            _malformed = true;
            AmiLogMessages.Malformed(address);
        }
        if (!_cut && counts.Cut > 0)
        {
            _cut = true;
            AmiLogMessages.Cut(address);
        }
    }
}
