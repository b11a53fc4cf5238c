using System.Text;
using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// A request to Asterisk. No value, whatever it is made of, can begin another header or action: one with a line break
/// or a zero byte is refused, and one that Asterisk would not take as one line.
/// </summary>
internal sealed class AmiAction
{
    // Asterisk reads lines of 1024 bytes; of a longer one old versions take the end for a line of its own.
    private const int MaxLine = 1000;

    private readonly List<(string Name, string Value)> _headers = [];

    public AmiAction(string name)
    {
        Check("Action", name);
        Name = name;
    }

    public string Name { get; }

    /// <summary>The event that ends it, where the response is only the beginning.</summary>
    public string? LastEvent { get; init; }

    /// <summary>How long the answer may take, when that is longer than usual.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Adds a header; without a value there is none.</summary>
    /// <exception cref="ArgumentException">The value is more than one line, or the name is none.</exception>
    public AmiAction With(string name, string? value)
    {
        if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            throw new ArgumentException($"{Name}: a header's name has only letters, digits, '-' and '_'.",
                nameof(name));
        if (value is null)
            return this;
        Check(name, value);
        _headers.Add((name, value));
        return this;
    }

    /// <summary>As it is sent.</summary>
    public byte[] ToBytes(string id)
    {
        Check("ActionID", id);
        var text = new StringBuilder().Append("Action: ").Append(Name).Append("\r\nActionID: ").Append(id)
            .Append("\r\n");
        foreach (var (name, value) in _headers)
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }

    // The value stays out of the message: it may be a secret.
    private void Check(string header, string value)
    {
        if (value.AsSpan().IndexOfAny(PrintableText.LineEnds) >= 0)
            throw new ArgumentException(
                $"{Name ?? "An action"}: the value of {header} has a line break or a zero byte, "
                + "which would begin another header: leave it out.", header);
        if (header.Length + Encoding.UTF8.GetByteCount(value) > MaxLine)
            throw new ArgumentException(
                $"{Name ?? "An action"}: the value of {header} is longer than the {MaxLine} "
                + "bytes that Asterisk reads: shorten it.", header);
    }
}
