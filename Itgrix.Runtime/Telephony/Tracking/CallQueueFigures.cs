namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>How the queue of stages is doing.</summary>
/// <param name="Waiting">Stages that wait now, those being handled included.</param>
/// <param name="Calls">Calls that these are of.</param>
/// <param name="Handled">Stages handled since the start.</param>
/// <param name="Broken">Those of them whose handling broke.</param>
/// <param name="Late">Those of them that had waited too long.</param>
/// <param name="MaxWait">The longest wait.</param>
internal sealed record CallQueueFigures(int Waiting, int Calls, long Handled, long Broken, long Late, TimeSpan MaxWait);
