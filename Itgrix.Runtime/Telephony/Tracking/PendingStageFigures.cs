namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Statistics of the queue of stages.</summary>
/// <param name="Waiting">Stages that wait now, those in progress included.</param>
/// <param name="Calls">Calls that these belong to.</param>
/// <param name="Handled">Stages handled since the start.</param>
/// <param name="Broken">Handled stages that failed.</param>
/// <param name="Late">Handled stages that had waited too long.</param>
/// <param name="MaxWait">The longest wait.</param>
internal sealed record PendingStageFigures(
    int Waiting, int Calls, long Handled, long Broken, long Late, TimeSpan MaxWait)
{
    public static PendingStageFigures operator +(PendingStageFigures one, PendingStageFigures other) => new(
        one.Waiting + other.Waiting, one.Calls + other.Calls, one.Handled + other.Handled, one.Broken + other.Broken,
        one.Late + other.Late, one.MaxWait > other.MaxWait ? one.MaxWait : other.MaxWait);
}
