namespace Itgrix.Tests.Support;

/// <summary>The end of all tests: no Asterisk stays, and no worker that tests share.</summary>
[TestClass]
public sealed class EndOfTests
{
    [AssemblyCleanup]
    public static Task Stop()
    {
        SharedScripts.Stop();
        return RealAsterisk.StopAll();
    }
}
