using Itgrix.Runtime.Cli;
using Itgrix.Runtime.Crms;
using Itgrix.Tests.Crms.Diary;
using Itgrix.Tests.Crms.Kommo;
using Itgrix.Tests.Fuzz;
using Itgrix.Tests.Outbox;
using Itgrix.Tests.Support;

namespace Itgrix.Tests;

/// <summary>Programs that tests run in a child process: to kill it, or because they run for minutes.</summary>
internal static class ChildProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["outbox", var config]:
                await OutboxWrites.RunAsync(config);
                return 0;
            case ["kommo", var account, var tokens, var code, var step]:
                await KommoTokenProcess.RunAsync(account, tokens, code, step);
                return 0;
            case ["serve", var config, var clock]:
                await ServiceOnClock.RunAsync(config, clock);
                return 0;
            case ["diary", .. var command]:
                return await CommandLine.RunAsync(command, [.. CrmModules.Shipped, new DiaryModule()]);
            case ["fuzz", .. var options]:
                return await FuzzCommand.Create().Parse(options).InvokeAsync();
            default:
                throw new ArgumentException(
                    $"Tests run by 'dotnet test'; '{string.Join(' ', arguments)}' is nothing of theirs.");
        }
    }
}
