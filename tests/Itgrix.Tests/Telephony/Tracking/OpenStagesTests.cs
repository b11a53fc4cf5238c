using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

[TestClass]
public sealed class OpenStagesTests
{
    private readonly OpenStages _open = new();

    [TestMethod]
    public void The_earliest_call_counts_of_which_something_is_open()
    {
        var (early, late) =
            (SomeStage.Of("early", time: SomeStage.Time), SomeStage.Of("late", time: SomeStage.Time.AddMinutes(1)));
        _open.Earliest.Should().BeNull();

        _open.Add(late);
        _open.Add(early);
        _open.Earliest.Should().Be(SomeStage.Time);

        _open.Remove(early);
        _open.Earliest.Should().Be(SomeStage.Time.AddMinutes(1));
        _open.Remove(late);
        _open.Remove(late);
        _open.Earliest.Should().BeNull();
    }

    [TestMethod]
    public void A_call_of_which_no_beginning_is_known_counts_from_its_stage()
    {
        _open.Add(SomeStage.Of("c1") with { Call = new() });

        _open.Earliest.Should().Be(SomeStage.Time);
    }
}
