namespace Itgrix.Tests.Platform.Storage;

[TestClass]
public sealed class LockedJournalTests : LockedFileTests
{
    protected override IReadOnlyList<string> Names => ["calls.db"];
}
