namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// A request to Asterisk. No value can start another header or action: one with a line break or a zero byte is
/// rejected, and so is one that exceeds Asterisk's maximum line.
/// </summary>
internal sealed class AmiAction
{
    // Asterisk reads lines of 1024 bytes; old versions take the rest of a longer one for a line of its own.
    private const int MaxLine = 1000;

    private readonly List<(string Name, string Value)> _headers = [];

    public AmiAction(string name)
    {
        Check("Action", name);
        Name = name;
    }

    public string Name { get; }

    /// <summary>The event that completes the action, where the response is only the start.</summary>
    public string? LastEvent { get; init; }

    /// <summary>A timeout longer than the default one.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Adds a header; without a value it adds none.</summary>
    /// <exception cref="ArgumentException">The value has more than one line, or the name is invalid.</exception>
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

    /// <summary>The action in wire format.</summary>
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
