using System.Globalization;
using System.Text;

namespace Itgrix.Tests.Fuzz;

/// <summary>Mutates valid inputs: reproducible for the same random numbers.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, IReadOnlyList<string> words)
{
    public const int Longest = 128 << 10;

    private const int MaxKept = 2000;

    // Boundary cases of text formats, numbers and strings.
    private static readonly string[] Everywhere =
    [
        "\0", "\r", "\n", "\r\n", "\r\n\r\n",
        "\u0085", "\u2028", "\u2029", "\ufeff", "\ufffd", "\t", "\\", "\"", "'", "{", "}", "[", "]",
        ":", ",", ";", "|", "=",
        "&", "%", "%00", "%0d%0a", "%u000a", "+", "-", ".", "..", "/", "../../etc/passwd", "${x}", "\\u0000",
        "\\ud800", "\\udc00\\ud800", "😀",
        "İ", "null", "true", "[]", "{}", "0", "-0", "-1", "1e999", "1E-400", "NaN", "Infinity", "0x10",
        "127", "128", "255",
        "256", "65536", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
        "18446744073709551616", "253402300799", "253402300800", "0.1", "1.0", "0001-01-01", "9999-12-31 23:59:59",
    ];

    private readonly List<byte[]> _pool = [.. corpus];
    private readonly byte[][] _words = [.. Everywhere.Concat(words).Select(Encoding.UTF8.GetBytes)];

    /// <summary>The next input; now and then a valid one.</summary>
    public byte[] Next(Random random)
    {
        var input = new List<byte>(Pick(_pool, random));
        for (var changes = random.Next(0, 1 << random.Next(0, 5)); changes > 0; changes--)
            Change(input, random);
        if (input.Count > Longest)
            input.RemoveRange(Longest, input.Count - Longest);
        return [.. input];
    }

    /// <summary>Adds an input to be mutated further.</summary>
    public void Keep(byte[] input)
    {
        if (_pool.Count < corpus.Count + MaxKept)
            _pool.Add(input);
    }

    private void Change(List<byte> input, Random random)
    {
        var at = random.Next(input.Count + 1);
        var count = Math.Min(random.Next(1 << random.Next(1, 10)), input.Count - at);
        switch (random.Next(11))
        {
            case 0 when at < input.Count: input[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < input.Count: input[at] = (byte)random.Next(256); break;
            case 2: input.InsertRange(at, Pick(_words, random)); break;
            case 3: Replace(input, at, count, Pick(_words, random)); break;
            case 4: input.RemoveRange(at, count); break;
            case 5: input.InsertRange(at, [.. input.Skip(at).Take(count)]); break;
            case 6: Repeat(input, at, Math.Min(count, 64), random); break;
            case 7: Replace(input, at, count, Part(Pick(_pool, random), random)); break;
            case 8: Move(input, at, count, random); break;
            case 9: Number(input, at, random); break;
            case 10 when random.Next(8) == 0: input.RemoveRange(at, input.Count - at); break;
        }
    }

    private static void Replace(List<byte> input, int at, int count, byte[] with)
    {
        input.RemoveRange(at, count);
        input.InsertRange(at, with);
    }

    // Deep nesting, long fields, many lines.
    private static void Repeat(List<byte> input, int at, int count, Random random)
    {
        var part = input.Skip(at).Take(count).ToArray();
        var times = Math.Min(1 << random.Next(1, 14), Longest / Math.Max(1, count));
        input.InsertRange(at, Enumerable.Repeat(part, times).SelectMany(one => one));
    }

    private static void Move(List<byte> input, int at, int count, Random random)
    {
        var part = input.Skip(at).Take(count).ToArray();
        input.RemoveRange(at, count);
        input.InsertRange(random.Next(input.Count + 1), part);
    }

    private static void Number(List<byte> input, int at, Random random)
    {
        var start = input.FindIndex(at, one => char.IsAsciiDigit((char)one));
        if (start < 0)
            return;
        var end = input.FindIndex(start, one => !char.IsAsciiDigit((char)one));
        var number = random.NextInt64() >> random.Next(63);
        Replace(input, start, (end < 0 ? input.Count : end) - start,
            Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
    }

    private static byte[] Part(byte[] input, Random random)
    {
        var start = random.Next(input.Length + 1);
        return input[start..(start + random.Next(Math.Min(input.Length - start, 2048) + 1))];
    }

    private static byte[] Pick(IReadOnlyList<byte[]> list, Random random) => list[random.Next(list.Count)];
}
