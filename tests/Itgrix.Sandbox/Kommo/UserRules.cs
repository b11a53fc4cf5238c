using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Validation of the users that an entity names: they must exist in the account; 0 is nobody.</summary>
internal static class UserRules
{
    public static IEnumerable<FieldError> Check(AccountState state, JsonObject entity) =>
        from name in new[] { "responsible_user_id", "created_by" }
        where entity[name] is JsonValue value
            && (!long.TryParse(value.ToString(), out var id) || id != 0 && state.Find("users", id) is null)
        select FieldError.Choice(name);
}
