using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Tests.Support;

/// <summary>
/// The begin of all tests: lines that no test records go nowhere. The end: no Asterisk stays, and no worker that tests
/// share.
/// </summary>
[TestClass]
public sealed class AllTests
{
    [AssemblyInitialize]
    public static void Start(TestContext _) => AppLog.UseInProcess(new(new(), _ => new()));

    [AssemblyCleanup]
    public static Task Stop()
    {
        SharedScripts.Stop();
        return RealAsterisk.StopAll();
    }
}
