namespace Itgrix.Tests.Support;

/// <summary>Values of which only the size or the kind matters.</summary>
internal static class Some
{
    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
