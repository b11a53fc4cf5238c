using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Cli;

/// <summary>Lets the events of a file come at the pace at which they happened, or a multiple of it.</summary>
/// <param name="speed">How many times faster; <c>null</c> for no pause at all.</param>
internal sealed class ReplayPace(double? speed, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private DateTime? _first;

    public async ValueTask WaitAsync(PbxEvent next, CancellationToken token)
    {
        if (speed is not { } factor || next is not CelRecord record)
            return;
        _first ??= record.Time;
        var pause = (record.Time - _first.Value) / factor - time.GetElapsedTime(_began);
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, time, token);
    }
}
