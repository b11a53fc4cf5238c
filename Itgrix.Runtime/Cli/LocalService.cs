using System.Net;
using System.Net.Http.Headers;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Service;

namespace Itgrix.Runtime.Cli;

/// <summary>The service that runs on this machine with a configuration, for commands.</summary>
internal sealed class LocalService(ItgrixConfig config) : IDisposable
{
    private readonly HttpClient _http = Client(config);

    /// <summary>Sends a request with a body, or without one a GET.</summary>
    /// <exception cref="UsageException">The service does not answer.</exception>
    public async Task<(HttpStatusCode Status, JsonObject Answer)> AskAsync(
        string path, JsonObject? body, CancellationToken token)
    {
        try
        {
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
            if (body is not null)
                request.Content = new StringContent(body.ToJsonString(), null, "application/json");
            using var answer = await _http.SendAsync(request, token);
            var text = await answer.Content.ReadAsStringAsync(token);
            return (answer.StatusCode, JsonNode.Parse(text) as JsonObject ?? []);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException
            || (error is TaskCanceledException && !token.IsCancellationRequested))
        {
            throw new UsageException($"The service does not answer at {_http.BaseAddress}: {error.Message} "
                + "Check that it runs with this configuration.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpClient Client(ItgrixConfig config)
    {
        var http = ServiceClient.Create(config.Http);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(config));
        return http;
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
