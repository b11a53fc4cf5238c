using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Data of a new portal: three employees and a client.</summary>
internal static class Seed
{
    public static void Fill(PortalState state)
    {
        User(state, 1, "Alice", "Adams", "101", "12025550199");
        User(state, 2, "Bob", "Brown", "102", "");
        User(state, 3, "Carol", "Clark", "103", "");
        var contact = Documented.Empty("crm-contact-get");
        contact["ID"] = "11";
        contact["NAME"] = "Ivan";
        contact["LAST_NAME"] = "Ivanov";
        contact["ASSIGNED_BY_ID"] = "2";
        contact["HAS_PHONE"] = "Y";
        contact["PHONE"] = new JsonArray(
            new JsonObject
            {
                ["ID"] = "12", ["VALUE_TYPE"] = "WORK", ["VALUE"] = "+12025550123", ["TYPE_ID"] = "PHONE",
            });
        state.Table("contact").Add(contact);
    }

    private static void User(PortalState state, int id, string name, string lastName, string inner, string mobile)
    {
        var user = Documented.Empty("user-get");
        user["ID"] = $"{id}";
        user["ACTIVE"] = true;
        user["NAME"] = name;
        user["LAST_NAME"] = lastName;
        user["EMAIL"] = $"{name.ToLowerInvariant()}@example.com";
        user["UF_DEPARTMENT"] = new JsonArray(1);
        user["USER_TYPE"] = "employee";
        user["UF_PHONE_INNER"] = inner;
        user["PERSONAL_MOBILE"] = mobile;
        state.Table("user").Add(user);
    }
}
