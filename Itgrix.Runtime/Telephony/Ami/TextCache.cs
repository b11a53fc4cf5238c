using System.Text;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// Gives the same text for the same bytes without making it anew: contexts, applications and the ids of running calls
/// come again and again. Of texts that meet in a place the last one stays, so it never grows.
/// </summary>
internal sealed class TextCache
{
    private const int Places = 1024, MaxLength = 48;

    private readonly (byte[] Bytes, string Text)[] _texts = new (byte[], string)[Places];

    public string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "";
        if (bytes.Length > MaxLength)
            return Encoding.UTF8.GetString(bytes);
        ref var place = ref _texts[Hash(bytes) % Places];
        if (place.Bytes is null || !bytes.SequenceEqual(place.Bytes))
            place = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        return place.Text;
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261;
        foreach (var one in bytes)
            hash = (hash ^ one) * 16777619;
        return hash;
    }
}
