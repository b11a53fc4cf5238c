using System.Diagnostics;
using Itgrix.Hooks;
using Itgrix.Runtime.Workers;
using Itgrix.Runtime.Configuration;
namespace Itgrix.Benchmarks;
internal static class Probe
{
    public static async Task Run()
    {
        using var hooks = new BenchHooks(1);
        var hook = HookCatalog.Find("bitrix24/process_client_phone")!;
        var input = hooks.Payload;
        await P("full", () => hooks.RunCsx(hook, input));
        var trivial = Path.Combine(Path.GetDirectoryName(hooks.Csx)!, "trivial.csx");
        File.WriteAllText(trivial, "#load \"../itgrix.csx\"\nusing static Itgrix.Hooks.Bitrix24.ProcessClientPhone;\nreturn Success(\"1\");");
        await P("trivial", () => hooks.Runner.RunFile(hook, trivial, input, default));
        var phone = Path.Combine(Path.GetDirectoryName(hooks.Csx)!, "phone.csx");
        File.WriteAllText(phone, "#load \"../itgrix.csx\"\nusing static Itgrix.Hooks.Bitrix24.ProcessClientPhone;\nreturn Success(In.Phone);");
        await P("phone", () => hooks.Runner.RunFile(hook, phone, input, default));
        var call = Path.Combine(Path.GetDirectoryName(hooks.Csx)!, "call.csx");
        File.WriteAllText(call, "#load \"../itgrix.csx\"\nusing static Itgrix.Hooks.Bitrix24.ProcessClientPhone;\nreturn Success(In.CallFull.Channel.Id);");
        await P("call", () => hooks.Runner.RunFile(hook, call, input, default));
        await P("parse", () => { using var d = System.Text.Json.JsonDocument.Parse(input); return Task.FromResult(0); });
    }
    static async Task P<T>(string name, Func<Task<T>> f)
    {
        for (var i = 0; i < 3000; i++) await f();
        var best = double.MaxValue;
        for (var r = 0; r < 5; r++) { var s = new Sample(); for (var i = 0; i < 3000; i++) { var t = Stopwatch.GetTimestamp(); await f(); s.Add(Stopwatch.GetElapsedTime(t)); } best = Math.Min(best, s.P50); }
        Console.WriteLine($"{name} {best:0.0}");
    }
}
