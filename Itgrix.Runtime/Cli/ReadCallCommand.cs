using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using Itgrix.Runtime.Features.PastCalls;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Service;

namespace Itgrix.Runtime.Cli;

/// <summary><c>read_call</c>: asks the running service to deliver past calls to the CRMs again.</summary>
internal static class ReadCallCommand
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var config = new CommonOptions().Config;
        var id = new Option<string[]>("--id")
        {
            Description = "A call, by its linkedid; may be given several times.", HelpName = "ID",
            AllowMultipleArgumentsPerToken = true,
        };
        var start = new Option<string?>("--start")
        {
            Description = "The period's start by the clock of the Asterisk server: \"2026-11-21 09:00:00\".",
            HelpName = "TIME",
        };
        var end = new Option<string?>("--end") { Description = "Its end; without one, now.", HelpName = "TIME" };
        var command = new Command("read_call",
            "Delivers past calls that the CRMs lack.") { config, id, start, end };
        command.SetAction((parsed, token) => RunAsync(
            ItgrixConfig.Load(parsed.GetValue(config)),
            Request(parsed.GetValue(id) ?? [], parsed.GetValue(start), parsed.GetValue(end)), token));
        return command;
    }

    private static JsonObject Request(string[] ids, string? start, string? end)
    {
        var request = new JsonObject();
        if (ids.Length > 0)
            request["id"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]);
        if (start is not null)
            request["start_date"] = start;
        if (end is not null)
            request["end_date"] = end;
        return request;
    }

    private static async Task<int> RunAsync(ItgrixConfig config, JsonObject request, CancellationToken token)
    {
        using var service = new LocalService(config);
        var (status, answer) = await service.AskAsync(ReadCallRoute.Path, request, token);
        while (status == HttpStatusCode.Accepted)
        {
            await Console.Error.WriteLineAsync($"{answer["state"]}: {answer["read"]} calls read".AsMemory(), token);
            await Task.Delay(Delay, token);
            (status, answer) = await service.AskAsync($"{ReadCallRoute.Path}?job={answer["job"]}", null, token);
        }
        if (status != HttpStatusCode.OK)
            throw new UsageException($"{answer["message"] ?? $"The service answers {(int)status}."}");
        await Console.Out.WriteLineAsync(
            answer.ToJsonString(new JsonSerializerOptions { WriteIndented = true }).AsMemory(), token);
        return (string?)answer["state"] == "done" ? 0 : 1;
    }
}
