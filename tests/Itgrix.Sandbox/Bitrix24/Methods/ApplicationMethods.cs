using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>scope, event.*, user.admin, profile, app.info: what the portal knows of the application.</summary>
internal sealed class ApplicationMethods(PortalState state, Bitrix24Settings settings)
{
    /// <summary>The table of the handlers of events.</summary>
    public const string Handlers = "handler";

    // Of those that the portal has, the ones that a telephony connector may want.
    private static readonly string[] Events =
    [
        "ONAPPINSTALL", "ONAPPUNINSTALL", "ONAPPUPDATE", "ONEXTERNALCALLSTART", "ONEXTERNALCALLBACKSTART",
        "ONVOXIMPLANTCALLINIT", "ONVOXIMPLANTCALLSTART", "ONVOXIMPLANTCALLEND", "ONCRMLEADADD", "ONCRMCONTACTADD",
    ];

    /// <summary>Whether the application is installed, so that events are sent.</summary>
    public bool IsInstalled
    {
        get => state.Text("installed", settings.IsInstalled ? "yes" : "no") == "yes";
        set => state.Set("installed", value ? "yes" : "no");
    }

    /// <returns>The result; <c>null</c> when the method is another one.</returns>
    public JsonNode? Run(string method, Parameters parameters, PortalCaller caller, int user) => method switch
    {
        "scope" => new JsonArray([.. settings.Scope.Select(right => (JsonNode)right)]),
        "user.admin" => JsonValue.Create(settings.Administrators.Contains(user)),
        "profile" => Profile(user),
        "app.info" => new JsonObject
            { ["CODE"] = settings.ClientId, ["STATUS"] = "L", ["INSTALLED"] = IsInstalled, ["LICENSE"] = "en_basic" },
        "event.bind" or "event.get" or "event.unbind" when caller.IsWebhook =>
            throw new RestException(403, "WRONG_AUTH_TYPE", "Current authorization type is denied for this method"),
        "event.get" => state.Table(Handlers).DeepClone(),
        "event.bind" => Bind(parameters.Text("event").ToUpperInvariant(), parameters.Text("handler")),
        "event.unbind" => Unbind(parameters),
        _ => null,
    };

    private JsonObject Profile(int user)
    {
        var row = state.Find("user", user)!;
        return new()
        {
            ["ID"] = $"{user}", ["ADMIN"] = settings.Administrators.Contains(user),
            ["NAME"] = row["NAME"]?.DeepClone(), ["LAST_NAME"] = row["LAST_NAME"]?.DeepClone(),
        };
    }

    /// <summary>Binds an event to an address.</summary>
    /// <exception cref="RestException">It is refused.</exception>
    public JsonNode Bind(string name, string handler)
    {
        if (!Events.Contains(name))
            throw RestException.Refused("Event not found", "ERROR_EVENT_NOT_FOUND");
        if (!Uri.TryCreate(handler, UriKind.Absolute, out var address) || !address.Scheme.StartsWith("http"))
            throw RestException.Refused("Wrong handler URL", "ERROR_ARGUMENT");
        if (Find(name, handler).Any())
            throw RestException.Refused("Handler already binded", "ERROR_EVENT_BINDING_EXISTS");
        state.Table(Handlers).Add(new JsonObject
            { ["event"] = name, ["handler"] = handler, ["auth_type"] = "0", ["offline"] = 0 });
        return true;
    }

    private JsonNode Unbind(Parameters parameters)
    {
        var found = Find(parameters.Text("event").ToUpperInvariant(), parameters.Text("handler")).ToList();
        foreach (var row in found)
            state.Table(Handlers).Remove(row);
        return new JsonObject { ["count"] = found.Count };
    }

    private IEnumerable<JsonNode> Find(string name, string handler) => state.Table(Handlers)
        .Where(row => $"{row!["event"]}" == name && (handler.Length == 0 || $"{row["handler"]}" == handler))
        .Select(row => row!);
}
