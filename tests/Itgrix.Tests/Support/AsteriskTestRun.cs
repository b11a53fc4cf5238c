namespace Itgrix.Tests.Support;

/// <summary>The end of all tests: no Asterisk stays.</summary>
[TestClass]
public sealed class AsteriskTestRun
{
    [AssemblyCleanup]
    public static Task Stop() => RealAsterisk.StopAll();
}
