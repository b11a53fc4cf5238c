using System.CommandLine;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Simulation;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Runtime.Cli;

/// <summary>
/// <c>demo</c>: the service with a simulated Asterisk and simulated CRMs; sample hooks run for its calls.
/// </summary>
internal static class DemoCommand
{
    // Real calls of a real Asterisk; each file has one.
    private static readonly string[] Calls =
    [
        "in_answered_caller_ends", "in_no_answer", "out_answered", "queue_linear_second_answers", "in_unknown_number",
        "transfer_attended_keys",
    ];

    public static Command Create()
    {
        var command = new Command("demo",
            "The service with a simulated Asterisk and simulated CRMs; shows what happens to calls.");
        command.SetAction(async (_, stop) =>
        {
            AppLog.UseInProcess(new(new() { Level = LogDetail.Error }));
            return await RunAsync(Console.Out, goesOn: !Console.IsOutputRedirected, stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(TextWriter output, bool goesOn, CancellationToken stop)
    {
        var home = Environment.GetEnvironmentVariable("ITGRIX_HOME") ?? Directory.GetCurrentDirectory();
        var captures = Calls.Select(name => Path.Combine(home, "tests", "captures", $"{name}.ami"))
            .Where(File.Exists).ToList();
        if (captures.Count == 0)
            throw new UsageException(
                $"There are no recorded calls below {home}: set ITGRIX_HOME to the project's folder.");
        var simulated = CrmModules.All.Select(module => module.SimulateAsync(stop)).ToList();
        try
        {
            await PlayAsync(home, captures, simulated, output, goesOn, stop);
            return 0;
        }
        finally
        {
            // Also one that was still starting when another failed.
            await ((Task)Task.WhenAll(simulated)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var crm in simulated.Where(crm => crm.IsCompletedSuccessfully))
                (await crm).Dispose();
        }
    }

    private static async Task PlayAsync(
        string home, IReadOnlyList<string> captures, IReadOnlyList<Task<ISimulatedCrm>> simulated, TextWriter output,
        bool goesOn, CancellationToken stop)
    {
        string[] pace = goesOn ? [] : ["--once"];
        using var sandbox = await SandboxProcess.StartAsync("Ready", ["office", "--play", .. captures, .. pace], stop);
        var crms = CrmModules.All.Zip(await Task.WhenAll(simulated))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        using var folder = new DemoFolder(home);
        output.WriteLine($"""
            Simulated: Asterisk at 127.0.0.1:{sandbox.After("Asterisk: ")}, and what the CRMs were sent, in a browser:
              {string.Join("  ", crms.Values.Select(crm => crm.Page))}
            Hooks, C# and PHP, to be changed while it runs: {folder.Customizations}
            {(goesOn ? "Ctrl+C ends it." : "")}
            """);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var show = new DemoOutput(output, goesOn ? int.MaxValue : captures.Count);
        var config = folder.Configure(sandbox.After("Asterisk: "), crms);
        var host = ServiceHost.Create(config, TimeProvider.System, show);
        var service = host.RunAsync(() => { }, end.Token);
        if (await Task.WhenAny(service, show.AllEnded) != service)
        {
            await host.Services.GetRequiredService<CallOutbox>().IdleAsync();
            await end.CancelAsync();
        }
        await service;
        output.WriteLine(show.Summary);
    }
}
