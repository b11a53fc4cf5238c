// Sends a message about each registered call to a messenger: POSTs {"text": "..."} to an address.
// If that fails, it is logged and the call goes on.
// Change: nothing here; set the environment variable ITGRIX_NOTIFY_URL of the service to the address, for a Telegram
// bot https://api.telegram.org/bot<token>/sendMessage?chat_id=<chat>. Without it nothing is sent.
// Use: cp post_registration.notify.csx post_registration.csx

#load "../itgrix.csx"
using System.Net.Http;
using System.Net.Http.Json;
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.PostRegistration;

var url = Environment.GetEnvironmentVariable("ITGRIX_NOTIFY_URL");
if (!string.IsNullOrEmpty(url))
    await Notify(Describe());
return Done();

string Describe()
{
    var call = In.CallFull;
    var entity = call.Entity is { Name: not "" } known ? $", {known.Name}" : "";
    return $"{call.Channel.Type} call: {call.Client.Best}{entity}, line {call.Channel.Trunk.Original}";
}

async Task Notify(string text)
{
    using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
    try
    {
        using var answer = await client.PostAsJsonAsync(url, new { text });
        answer.EnsureSuccessStatusCode();
    }
    catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
    {
        Log.Warning($"The message was not sent: {error.Message}");
    }
}
