using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>Sends requests to the diary.</summary>
internal sealed class DiaryTransport(Uri address, CrmHealth health, TimeProvider time) : ICrmTransport, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly HttpClient _client = CrmHttp.Create(Timeout);

    public Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token) =>
        health.WatchAsync(method, PostAsync(method, parameters, token));

    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> PostAsync(string method, JsonObject parameters, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, method))
            { Content = new StringContent(parameters.ToJsonString(), Encoding.UTF8, "application/json") };
        var answer = await new HttpExchange(_client, Timeout, 1 << 20, time).SendAsync(request, method, token);
        if (answer.IsServerError)
            throw new CrmException(CrmFailure.RateLimited, $"{method}: the diary is closed.");
        return answer.Json() ?? throw new CrmException(CrmFailure.Rejected, $"{method}: the diary refuses it.");
    }
}
