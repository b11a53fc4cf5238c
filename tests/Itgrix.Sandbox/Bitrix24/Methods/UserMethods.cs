using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>user.*: the employees.</summary>
internal sealed class UserMethods(PortalState state)
{
    private const int PageSize = 50;

    private static readonly string[] NoFilter = ["SORT", "ORDER", "START", "FILTER", "ADMIN_MODE", "AUTH"];

    public void AddTo(IDictionary<string, Func<Parameters, object>> methods)
    {
        methods["user.get"] = Get;
        methods["user.add"] = Add;
        methods["user.update"] = Update;
        methods["user.current"] = _ => Current();
    }

    // Here, unlike in user.get, times are strings.
    private JsonNode Current()
    {
        var user = state.Find("user", 1)!.DeepClone();
        (user["TIMESTAMP_X"], user["LAST_ACTIVITY_DATE"]) = ("", "");
        return user;
    }

    // Both {"filter": {...}} and the fields themselves are accepted.
    private ListPage Get(Parameters parameters)
    {
        var filter = parameters.Object("filter").Json.DeepClone().AsObject();
        foreach (var (name, value) in parameters.Json.Where(field => !NoFilter.Contains(field.Key.ToUpperInvariant())))
            filter[name] = value?.DeepClone();
        var users = state.Table("user").Select(row => row!.AsObject())
            .Where(user => RowFilter.Fits(user, filter)).ToList();
        var start = Math.Max(0, parameters.Number("start"));
        var page = users.Skip(start).Take(PageSize).Select(user => user.DeepClone());
        return new(new([.. page]), users.Count, start + PageSize < users.Count ? start + PageSize : null);
    }

    private JsonNode Add(Parameters parameters)
    {
        var user = Documented.Empty("user-get");
        (user["ID"], user["ACTIVE"], user["USER_TYPE"]) = ($"{state.NextId()}", true, "employee");
        state.Table("user").Add(user);
        Change(user, parameters);
        return int.Parse(Parameters.TextOf(user["ID"]));
    }

    private JsonNode Update(Parameters parameters)
    {
        Change(state.Find("user", parameters.Number("ID"))
            ?? throw RestException.Refused("User not found", ""), parameters);
        return true;
    }

    private static void Change(JsonObject user, Parameters parameters)
    {
        foreach (var (name, value) in parameters.Json.Where(
            field => field.Key.ToUpperInvariant() is not ("ID" or "AUTH")))
        {
            var field = name.ToUpperInvariant();
            user[field] = field == "ACTIVE" ? parameters.Flag(name, true) : value?.DeepClone();
        }
    }
}
