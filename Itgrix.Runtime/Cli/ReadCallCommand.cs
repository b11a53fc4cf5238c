using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
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
        using var http = Client(config);
        var (status, answer) = await AskAsync(
            http, () => new(HttpMethod.Post, ReadCallRoute.Path) { Content = Body(request) }, token);
        while (status == HttpStatusCode.Accepted)
        {
            await Console.Error.WriteLineAsync($"{answer["state"]}: {answer["read"]} calls read".AsMemory(), token);
            await Task.Delay(Delay, token);
            var job = $"{ReadCallRoute.Path}?job={answer["job"]}";
            (status, answer) = await AskAsync(http, () => new(HttpMethod.Get, job), token);
        }
        if (status != HttpStatusCode.OK)
            throw new UsageException($"{answer["message"] ?? $"The service answers {(int)status}."}");
        await Console.Out.WriteLineAsync(
            answer.ToJsonString(new JsonSerializerOptions { WriteIndented = true }).AsMemory(), token);
        return (string?)answer["state"] == "done" ? 0 : 1;
    }

    private static async Task<(HttpStatusCode Status, JsonObject Answer)> AskAsync(
        HttpClient http, Func<HttpRequestMessage> make, CancellationToken token)
    {
        try
        {
            using var request = make();
            using var answer = await http.SendAsync(request, token);
            var text = await answer.Content.ReadAsStringAsync(token);
            return (answer.StatusCode, JsonNode.Parse(text) as JsonObject ?? []);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException
            || (error is TaskCanceledException && !token.IsCancellationRequested))
        {
            throw new UsageException($"The service does not answer at {http.BaseAddress}: {error.Message} "
                + "Check that it runs with this configuration.");
        }
    }

    private static StringContent Body(JsonObject request) => new(request.ToJsonString(), null, "application/json");

    private static HttpClient Client(ItgrixConfig config)
    {
        var options = config.Http;
        var host = options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : options.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : options.Address;
        var handler = new SocketsHttpHandler { UseProxy = false };
        if (options.Certificate is { } certificate)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => IsOurs(shown, certificate);
        var scheme = options.Certificate is null ? "http" : "https";
        var http = new HttpClient(handler) { BaseAddress = new($"{scheme}://{new IPEndPoint(host, options.Port)}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(config));
        return http;
    }

    // The certificate's name is not that of this machine's own address.
    private static bool IsOurs(X509Certificate? shown, string file)
    {
        using var ours = X509CertificateLoader.LoadCertificateFromFile(file);
        return shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(ours.RawDataMemory.Span);
    }

    private static string TokenOf(ItgrixConfig config)
    {
        var file = LocalToken.FileIn(config.Outbox.Folder);
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{file}, the token for the service's own commands, cannot be read: {error.Message} "
                + "Check that the service runs with this configuration, and run this as its user or as root.");
        }
    }
}
