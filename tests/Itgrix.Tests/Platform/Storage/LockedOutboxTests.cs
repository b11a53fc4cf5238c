namespace Itgrix.Tests.Platform.Storage;

[TestClass]
public sealed class LockedOutboxTests : LockedFileTests
{
    protected override IReadOnlyList<string> Names => ["outbox.db"];
}
