using System.Globalization;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Sends an event to a handler as Bitrix24 does: a form, with the token that proves its origin.</summary>
internal sealed class EventSender(Portal portal, Bitrix24Settings settings) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <param name="name">ONEXTERNALCALLSTART, ONEXTERNALCALLBACKSTART.</param>
    /// <param name="handler">The handler's address.</param>
    /// <param name="data">Missing fields are filled in.</param>
    /// <param name="address">The portal's address.</param>
    /// <returns>The form, and the status of the handler's answer.</returns>
    public async Task<JsonObject> SendAsync(
        string name, Uri handler, JsonObject data, Uri address, CancellationToken token)
    {
        var sent = name == "ONEXTERNALCALLSTART" ? Click(new(data)) : Callback(new(data));
        var form = new JsonObject
        {
            ["event"] = name,
            ["event_handler_id"] = "1055",
            ["data"] = sent.DeepClone(),
            ["ts"] = settings.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["auth"] = new JsonObject
            {
                ["domain"] = address.Authority,
                ["server_endpoint"] = new Uri(address, "/rest/").ToString(),
                ["status"] = "L",
                ["client_endpoint"] = new Uri(address, "/rest/").ToString(),
                ["member_id"] = settings.MemberId,
                ["application_token"] = settings.ApplicationToken,
            },
        };
        using var content = new FormUrlEncodedContent(PhpForm.Write(form));
        using var response = await _http.PostAsync(handler, content, token);
        return new() { ["data"] = sent, ["status"] = (int)response.StatusCode };
    }

    public void Dispose() => _http.Dispose();

    // Bitrix24 registers the call at the moment of the click.
    private JsonObject Click(Parameters data)
    {
        var number = Or(data, "PHONE_NUMBER", "+12025550123");
        var call = portal.Clicked(new(new()
        {
            ["USER_ID"] = Or(data, "USER_ID", "1"),
            ["PHONE_NUMBER"] = number,
            ["TYPE"] = 1,
            ["LINE_NUMBER"] = data.Text("LINE_NUMBER"),
        }));
        return new()
        {
            ["PHONE_NUMBER"] = number,
            ["PHONE_NUMBER_INTERNATIONAL"] = number,
            ["EXTENSION"] = data.Text("EXTENSION"),
            ["USER_ID"] = Or(data, "USER_ID", "1"),
            ["CALL_LIST_ID"] = Or(data, "CALL_LIST_ID", "0"),
            ["LINE_NUMBER"] = data.Text("LINE_NUMBER"),
            ["IS_MOBILE"] = Or(data, "IS_MOBILE", "0"),
            ["CALL_ID"] = call["CALL_ID"]!.DeepClone(),
            ["CRM_ENTITY_TYPE"] = Parameters.TextOf(call["CRM_ENTITY_TYPE"]),
            ["CRM_ENTITY_ID"] = Or(new(call.AsObject()), "CRM_ENTITY_ID", "0"),
        };
    }

    private static JsonObject Callback(Parameters data) => new()
    {
        ["PHONE_NUMBER"] = Or(data, "PHONE_NUMBER", "+12025550123"),
        ["TEXT"] = Or(
            data, "TEXT", "A callback has been ordered from the website, I am connecting you with the customer"),
        ["VOICE"] = Or(data, "VOICE", "ruinternalfemale"),
        ["CRM_ENTITY_TYPE"] = Or(data, "CRM_ENTITY_TYPE", "CONTACT"),
        ["CRM_ENTITY_ID"] = Or(data, "CRM_ENTITY_ID", "11"),
        ["LINE_NUMBER"] = data.Text("LINE_NUMBER"),
    };

    private static string Or(Parameters data, string name, string otherwise) =>
        data.Text(name) is { Length: > 0 } text ? text : otherwise;
}
