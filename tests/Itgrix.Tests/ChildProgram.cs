using Itgrix.Tests.Outbox;
using Itgrix.Tests.Support;

namespace Itgrix.Tests;

/// <summary>What a test runs as a process of its own, to kill it.</summary>
internal static class ChildProgram
{
    public static Task Main(string[] arguments) => arguments switch
    {
        ["outbox", var config] => OutboxWrites.RunAsync(config),
        ["serve", var config, var clock] => ServiceOnClock.RunAsync(config, clock),
        _ => throw new ArgumentException($"Tests run by 'dotnet test'; '{string.Join(' ', arguments)}' is nothing of theirs."),
    };
}
