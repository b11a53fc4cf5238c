namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Counts of a parser.</summary>
/// <param name="Messages">Complete messages.</param>
/// <param name="Malformed">Lines that are not headers; they are skipped.</param>
/// <param name="Cut">Lines and messages over the maximum; the rest of each is dropped.</param>
internal readonly record struct AmiCounts(long Messages, long Malformed, long Cut)
{
    public static AmiCounts operator +(AmiCounts one, AmiCounts other) =>
        new(one.Messages + other.Messages, one.Malformed + other.Malformed, one.Cut + other.Cut);
}
