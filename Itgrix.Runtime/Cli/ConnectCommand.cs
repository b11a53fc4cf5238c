using System.CommandLine;
using System.Net;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Features.Connecting;
using Itgrix.Runtime.Service;

namespace Itgrix.Runtime.Cli;

/// <summary><c>connect</c>: prints a link by which an administrator connects a CRM, and waits until it is.</summary>
internal static class ConnectCommand
{
    // As a shell has it for Ctrl+C.
    private const int Interrupted = 130;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var config = new CommonOptions().Config;
        var crm = new Argument<string>("crm")
        {
            Description = $"One of: {string.Join(", ", CrmModules.All.Select(module => module.Crm.Id))}.",
            HelpName = "CRM",
        };
        var answer = new Option<string?>("--answer")
        {
            Description = "The address to which the browser was led and that it could not open.", HelpName = "ADDRESS",
        };
        var again = new Option<bool>("--again") { Description = "Makes a link although the CRM is connected." };
        var command = new Command("connect", "Prints a link that connects a CRM to the running service, and waits.")
            { crm, config, answer, again };
        command.SetAction(async (parsed, token) =>
        {
            using var service = new LocalService(ItgrixConfig.Load(parsed.GetValue(config)));
            var name = parsed.GetRequiredValue(crm);
            return parsed.GetValue(answer) is { } address ? await AnswerAsync(service, name, address, token)
                : await RunAsync(service, name, parsed.GetValue(again), token);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        LocalService service, string crm, bool isAgain, CancellationToken token)
    {
        var state = await AskAsync(service, crm, null, token);
        if ((bool)state["connected"]! && !isAgain)
        {
            await Console.Out.WriteLineAsync($"{state["account"]} is connected. --again connects it anew.");
            return 0;
        }
        state = await AskAsync(service, crm, new() { ["crm"] = crm }, token);
        await Console.Out.WriteLineAsync($"""
            Open this link in a browser, as an administrator of {state["account"]}; it is good once:

              {state["link"]}

            {state["hint"]}
            If the browser is led to an address that it cannot open, give that address here:
              ./run.sh connect {crm} --answer 'ADDRESS'

            """);
        return await WaitAsync(service, crm, (int)state["attempts"]!, token);
    }

    private static async Task<int> WaitAsync(LocalService service, string crm, int seen, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(ConnectLinks.Lifetime);
        await Console.Error.WriteLineAsync("Waiting; Ctrl+C ends it, and the link stays good.");
        try
        {
            while (true)
            {
                var state = await AskAsync(service, crm, null, limit.Token);
                if ((int)state["attempts"]! != seen && state["last"] is JsonObject last)
                {
                    if ((bool)last["connected"]! && (bool)state["connected"]!)
                        return await ConnectedAsync(state);
                    await Console.Error.WriteLineAsync($"Not connected: {last["text"]}");
                }
                seen = (int)state["attempts"]!;
                await Task.Delay(Delay, limit.Token);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (OperationCanceledException)
        {
            throw new UsageException($"Nobody opened the link within {ConnectLinks.Lifetime.TotalMinutes:0} minutes: "
                + "make a new one.");
        }
    }

    private static async Task<int> AnswerAsync(
        LocalService service, string crm, string address, CancellationToken token) =>
        await ConnectedAsync(
            await AskAsync(service, crm, new() { ["crm"] = crm, ["answer"] = address }, token));

    private static async Task<int> ConnectedAsync(JsonObject state)
    {
        await Console.Out.WriteLineAsync($"{state["last"]!["text"]}");
        return 0;
    }

    private static async Task<JsonObject> AskAsync(
        LocalService service, string crm, JsonObject? body, CancellationToken token)
    {
        var path = body is null ? $"{ConnectRoute.Path}?crm={Uri.EscapeDataString(crm)}" : ConnectRoute.Path;
        var (status, answer) = await service.AskAsync(path, body, token);
        return status == HttpStatusCode.OK ? answer
            : throw new UsageException($"{answer["message"] ?? $"The service answers {(int)status}."}");
    }
}
