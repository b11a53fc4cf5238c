using System.Globalization;
using System.Text;

namespace Itgrix.Sandbox.Pbx;

/// <summary>
/// One event of a capture, split at the ids of its calls, so that it can be played as other calls.
/// </summary>
/// <param name="After">Time since the first event.</param>
public sealed record CaptureEvent(TimeSpan After, IReadOnlyList<CapturePart> Parts)
{
    /// <summary>The bytes of the play with that number; the ids of play 0 are those of the capture.</summary>
    public byte[] ToBytes(int play)
    {
        var text = new StringBuilder();
        foreach (var part in Parts)
            part.Write(text, play);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>The event's class: <c>call</c>.</summary>
    public string Class { get; } = ClassOf(Parts);

    private static string ClassOf(IReadOnlyList<CapturePart> parts)
    {
        const string privilege = "\r\nPrivilege: ";
        var text = parts[0].Text;
        var start = text.IndexOf(privilege, StringComparison.Ordinal) + privilege.Length;
        return text[start..text.IndexOfAny([',', '\r'], start)];
    }
}

/// <summary>A piece of text, and the number after it, which differs from play to play.</summary>
/// <param name="Number"><c>null</c> for text only.</param>
/// <param name="IsHex">It has eight hexadecimal digits.</param>
public sealed record CapturePart(string Text, uint? Number, bool IsHex)
{
    // More than the channels of a capture, so that no two plays share a name.
    private const uint Step = 0x400;

    public void Write(StringBuilder text, int play)
    {
        text.Append(Text);
        if (Number is { } number)
            text.Append(unchecked(number + (uint)play * Step)
                .ToString(IsHex ? "x8" : "d", CultureInfo.InvariantCulture));
    }
}
