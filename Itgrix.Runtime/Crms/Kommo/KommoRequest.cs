using System.Net.Http.Headers;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>A request, without what depends on its sender.</summary>
/// <param name="Path">Relative to the account's address: <c>/api/v4/contacts?query=123</c>.</param>
internal sealed record KommoRequest(HttpMethod Method, string Path, JsonNode? Body = null)
{
    /// <summary>The secrets in it, which no message may contain.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    /// <summary>The kind of the request, without ids: <c>POST /api/v4/leads</c>.</summary>
    public string Kind => $"{Method} {string.Join('/', Path.Split('?')[0].Split('/').Take(4))}";

    public bool Changes => Method != HttpMethod.Get;

    public HttpRequestMessage ToMessage(Uri account, Secret? access)
    {
        var message = new HttpRequestMessage(Method, new Uri(account, Path));
        if (access is not null)
            message.Headers.Authorization = new("Bearer", access.Reveal());
        if (Body is not null)
            message.Content = new StringContent(
                Body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return message;
    }

    /// <summary>For messages, without the query, which may be long and contain a phone number.</summary>
    public override string ToString() => $"{Method} {Path.Split('?')[0]}";
}
