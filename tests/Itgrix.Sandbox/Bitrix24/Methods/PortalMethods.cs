using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>Every method of the portal, by its name in lower case.</summary>
internal sealed class PortalMethods
{
    private readonly Dictionary<string, Func<Parameters, object>> _methods = [];

    public PortalMethods(PortalState state, Bitrix24Settings settings)
    {
        var time = settings.Time;
        var entities = new[] { "contact", "lead", "company" }.ToDictionary(
            name => name.ToUpperInvariant(), name => new EntityMethods(state, name, $"crm-{name}-get", time));
        entities["DEAL"] = new EntityMethods(state, "deal", "crm-lead-get", time);
        foreach (var (name, entity) in entities)
            AddEntity($"crm.{name.ToLowerInvariant()}", entity);
        var activities = new EntityMethods(state, "activity", "crm-activity-get", time);
        AddEntity("crm.activity", activities);
        _methods["crm.contact.fields"] = _ => Documented.Result("crm-contact-fields");
        new DuplicateMethods(entities).AddTo(_methods);
        new UserMethods(state).AddTo(_methods);
        new TaskMethods(state, time).AddTo(_methods);
        new LineMethods(state).AddTo(_methods);
        var calls = new TelephonyMethods(state, entities, activities, settings);
        calls.AddTo(_methods);
        new RecordMethods(state).AddTo(_methods);
        new HistoryMethods(state).AddTo(_methods);
        Calls = calls;
    }

    public TelephonyMethods Calls { get; }

    /// <summary>Methods that the documentation reserves for applications.</summary>
    public static bool IsForApplicationsOnly(string method) =>
        method is "event.get" or "telephony.externalcall.register" or "telephony.externalcall.finish"
        || method.StartsWith("telephony.externalline.", StringComparison.Ordinal);

    /// <returns>A <see cref="JsonNode"/> or a <see cref="ListPage"/>.</returns>
    public object Run(string method, Parameters parameters) =>
        _methods.TryGetValue(method, out var run)
            ? run(parameters)
            : throw new RestException(404, "ERROR_METHOD_NOT_FOUND", "Method not found!");

    private void AddEntity(string name, EntityMethods entity)
    {
        _methods[$"{name}.get"] = entity.Get;
        _methods[$"{name}.list"] = entity.List;
        _methods[$"{name}.add"] = entity.Add;
        _methods[$"{name}.update"] = entity.Update;
    }
}
