namespace Itgrix.Tests.Support;

/// <summary>Stops every Asterisk at the end of all tests.</summary>
[TestClass]
public sealed class AsteriskTestRun
{
    [AssemblyCleanup]
    public static Task Stop() => RealAsterisk.StopAll();
}
