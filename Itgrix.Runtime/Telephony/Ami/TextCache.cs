namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// Returns the same string for the same bytes without a new allocation: contexts, applications and the ids of running
/// calls repeat. On a collision the last string stays in the slot, so the cache never grows.
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
