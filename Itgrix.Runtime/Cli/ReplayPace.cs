using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Cli;

/// <summary>Plays the events of a file at their original pace, or a multiple of it.</summary>
/// <param name="speed">The multiple; <c>null</c> for no delay at all.</param>
internal sealed class ReplayPace(double? speed, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private DateTime? _first;

    public async ValueTask WaitAsync(PbxEvent next, CancellationToken token)
    {
        if (speed is not { } factor || next is not CelRecord record)
            return;
        _first ??= record.Time;
        var delay = (record.Time - _first.Value) / factor - time.GetElapsedTime(_began);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, time, token);
    }
}
