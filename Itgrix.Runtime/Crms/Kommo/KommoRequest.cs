using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>A request, as far as it does not depend on who sends it.</summary>
/// <param name="Path">From the account's address on: <c>/api/v4/contacts?query=123</c>.</param>
internal sealed record KommoRequest(HttpMethod Method, string Path, JsonNode? Body = null)
{
    /// <summary>What is in it and must not be told.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

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

    /// <summary>For messages: what is after the question mark may be long, and somebody's number.</summary>
    public override string ToString() => $"{Method} {Path.Split('?')[0]}";
}
