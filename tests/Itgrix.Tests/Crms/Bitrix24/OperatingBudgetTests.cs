using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

[TestClass]
public sealed class OperatingBudgetTests
{
    private readonly ManualTime _time = new();

    [TestMethod]
    public void A_refusal_that_does_not_say_how_long_holds_for_a_minute()
    {
        var budget = new OperatingBudget(_time);

        budget.Refused("crm.lead.list", null).Should().Be(_time.GetUtcNow() + TimeSpan.FromMinutes(1));

        budget.BlockedUntil("crm.lead.list").Should().NotBeNull();
        budget.BlockedUntil("crm.lead.add").Should().BeNull();
        _time.Advance(TimeSpan.FromMinutes(1));
        budget.BlockedUntil("crm.lead.list").Should().BeNull();
    }

    [TestMethod]
    [DataRow(-100.0, 1.0), DataRow(1e8, 600.0)]
    public void A_clock_that_is_wrong_blocks_neither_never_nor_forever(double resetIn, double blockedFor)
    {
        var budget = new OperatingBudget(_time);

        var until = budget.Refused("m", new(default, default, TimeSpan.FromSeconds(resetIn)));

        until.Should().Be(_time.GetUtcNow() + TimeSpan.FromSeconds(blockedFor));
    }
}
