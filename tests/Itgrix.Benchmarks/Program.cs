using System.Text.Json;
using Itgrix.Benchmarks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Platform.Logging;
using Itgrix.Runtime.Telephony.Cel.Tables;

CrmModules.Use(CrmModules.Shipped);
switch (args)
{
    case ["echo", var path, var size]:
        EchoServer.Serve(path, int.Parse(size));
        return 0;
    case ["first-reply", var folder]:
        return await StartBench.FirstReply(folder);
    case ["portal"]:
        return await PortalProcess.ServeAsync();
}

Bench[] benches =
[
    new("call", "a csx call over a socket echo and over a PHP process", HookCallBench.Run),
    new("php", "a warm PHP call over a PHP process", PhpBench.Run),
    new("idle", "first calls of PHP workers that waited long", IdleBench.Run, IsLong: true),
    new("start", "service start to the first csx reply over dotnet hello world", StartBench.Run),
    new("kill", "hooks that overrun their limit", KillBench.Run),
    new("reload", "2,000 saves of one script", ReloadBench.Run),
    new("ami", "what Asterisk says, read, over copying it line by line", AmiBench.Run),
    new("tracker", "channel events to calls and stages, without hooks", TrackerBench.Run),
    new("event", "from an event of Asterisk to the start of the first hook, 200 calls a second", EventBench.Run),
    new("outbox", "writes of steps to the disk by 64 concurrent callers", OutboxBench.Run),
    new("distribution", "routing of a call, over the CRM's own answer, 100 calls a second", RoutingBench.Run),
    new("flow",
        "answered calls through outbox, flow and hooks to a simulated portal, as fast as they go", FlowBench.Run),
    new("status", "what the service says of itself while it works", StatusBench.Run),
    new("demo", "the demo's start to the first call that a hook changed", DemoBench.Run, IsLong: true),
    new("soak", "1,000,000 calls of both engines, one in a thousand hanging or crashing", SoakBench.Run, IsLong: true),
];

var json = args.Contains("--json");
var names = args.Where(argument => !argument.StartsWith('-')).ToList();
if (args.Contains("--help") || names.Exists(name => !benches.Any(bench => bench.Name == name)))
{
    Console.Error.WriteLine("Usage: ./run.sh bench [NAME] [--json]\n");
    foreach (var bench in benches)
        Console.Error.WriteLine($"  {bench.Name,-12} {bench.About}{(bench.IsLong ? " (only when named)" : "")}");
    return args.Contains("--help") ? 0 : 2;
}

AppLog.UseInProcess(new(new(), _ => new()));
var figures = new List<Figure>();
foreach (var bench in benches.Where(bench => names.Count == 0 ? !bench.IsLong : names.Contains(bench.Name)))
{
    Progress.Line($"{bench.Name}: {bench.About} ...");
    figures.AddRange(await bench.Run(CancellationToken.None));
}
if (json)
    Console.Out.WriteLine(JsonSerializer.Serialize(figures));
else
    foreach (var line in Table.Of(figures))
        Console.Out.WriteLine(line);
return figures.TrueForAll(figure => figure.Holds) ? 0 : 1;
