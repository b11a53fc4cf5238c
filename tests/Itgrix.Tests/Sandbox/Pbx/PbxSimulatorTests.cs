using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Sandbox.Pbx;

[TestClass]
public sealed class PbxSimulatorTests
{
    [TestMethod]
    [DataRow(true), DataRow(false)]
    public async Task Calls_are_played_at_their_own_pace_or_at_once(bool atTheirPace)
    {
        var (time, capture) = (new ManualTime(), Capture.Load(Captures.PathOf("in_busy.ami")));
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        await using var pbx = new PbxSimulator(new() { Time = time });
        var began = time.GetUtcNow();

        var playing = pbx.PlayAsync([new(capture, 0)], atTheirPace, limit.Token);
        while (!playing.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await playing;
        var length = capture.Events[^1].After;
        (time.GetUtcNow() - began >= length - TimeSpan.FromMilliseconds(1)).Should().Be(atTheirPace);
    }
}
