namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>A range of the server's time, which begins at a whole second.</summary>
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
