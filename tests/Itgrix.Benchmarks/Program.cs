using Itgrix.Benchmarks;

if (args is ["echo", var path, var size])
{
    EchoServer.Serve(path, int.Parse(size));
    return 0;
}
if (args is ["probe"]) { await Probe.Run(); return 0; }
using var hooks = new BenchHooks();
foreach (var figure in await HookCallBench.Run(hooks))
    Console.WriteLine($"{figure.Name} {figure.Value} {figure.Unit} must {figure.Must} {figure.Holds} ({figure.Detail})");
return 0;
