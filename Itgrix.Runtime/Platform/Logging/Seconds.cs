namespace Itgrix.Runtime.Platform.Logging;

/// <summary>A duration in a log line, in seconds: <c>{Delay:0.0} s</c>.</summary>
internal readonly record struct Seconds(TimeSpan Duration) : IFormattable
{
    public static implicit operator Seconds(TimeSpan duration) => new(duration);

    public string ToString(string? format, IFormatProvider? formatProvider) =>
        Duration.TotalSeconds.ToString(format, formatProvider);
}
