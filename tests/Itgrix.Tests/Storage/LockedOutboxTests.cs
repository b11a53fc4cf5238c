namespace Itgrix.Tests.Storage;

[TestClass]
public sealed class LockedOutboxTests : LockedFileTests
{
    protected override string Name => "outbox.db";
}
