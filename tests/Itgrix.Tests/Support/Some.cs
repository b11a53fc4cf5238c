namespace Itgrix.Tests.Support;

/// <summary>Values that matter only by size or kind.</summary>
internal static class Some
{
    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
