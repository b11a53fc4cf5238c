namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>A span of the server's time, from a whole second on.</summary>
internal readonly record struct CelRange
{
    public CelRange(DateTime from, DateTime? to)
    {
        From = new(from.Ticks - from.Ticks % TimeSpan.TicksPerSecond);
        To = to;
    }

    public DateTime From { get; }

    public DateTime? To { get; }

    public bool Contains(DateTime time) => time >= From && !(time >= To);
}
