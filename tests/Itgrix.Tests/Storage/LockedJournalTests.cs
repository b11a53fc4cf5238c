namespace Itgrix.Tests.Storage;

[TestClass]
public sealed class LockedJournalTests : LockedFileTests
{
    protected override string Name => "calls.db";

    protected override string Database => "journal";
}
