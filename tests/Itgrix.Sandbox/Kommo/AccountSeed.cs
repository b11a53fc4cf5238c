using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Data of a new account: three employees, a client, a pipeline and the usual fields.</summary>
internal static class AccountSeed
{
    public const long FirstUser = 501, PhoneField = 701, Pipeline = 801, FirstStatus = 811, Won = 142, Lost = 143;

    private static readonly string[] PhoneKinds = ["WORK", "WORKDD", "MOB", "FAX", "HOME", "OTHER"];

    public static void Fill(AccountState state, AccountSettings settings)
    {
        string[] names = ["Alice Adams", "Bob Brown", "Carol Clark"];
        state.Table("users").AddRange(names.Select((name, index) => User(name, index)));
        foreach (var table in new[] { "contacts", "companies" })
        {
            var kinds = PhoneKinds.Skip(settings.LacksPhoneField && table == "contacts" ? 1 : 0);
            state.Table($"{table}/custom_fields").AddRange(
            [
                Field(table, PhoneField, "Phone", "PHONE", kinds),
                Field(table, 703, "Email", "EMAIL", ["WORK", "PRIV", "OTHER"]),
            ]);
        }
        state.Table("leads/pipelines").Add(NewPipeline());
        var client = new Entities(state, "contacts").Add(new()
        {
            ["name"] = "Ivan Ivanov",
            ["responsible_user_id"] = FirstUser + 1,
            ["custom_fields_values"] = new JsonArray(new JsonObject
            {
                ["field_id"] = PhoneField,
                ["values"] = new JsonArray(new JsonObject
                {
                    ["value"] = "+12025550123", ["enum_code"] = PhoneKinds[settings.LacksPhoneField ? 1 : 0],
                }),
            }),
        });
        client["first_name"] = "Ivan";
        client["last_name"] = "Ivanov";
    }

    public static void AddPhoneField(AccountState state) =>
        state.Table("contacts/custom_fields")[0] = Field("contacts", PhoneField, "Phone", "PHONE", PhoneKinds);

    private static JsonObject User(string name, int index) => new()
    {
        ["id"] = FirstUser + index,
        ["name"] = name,
        ["email"] = $"{name.Split(' ')[0].ToLowerInvariant()}@example.com",
        ["lang"] = "en",
        ["rights"] = new JsonObject
        {
            ["leads"] = Rights(), ["contacts"] = Rights(), ["companies"] = Rights(),
            ["tasks"] = new JsonObject { ["edit"] = "A", ["delete"] = "A" },
            ["mail_access"] = false, ["catalog_access"] = false, ["is_admin"] = index == 0, ["is_free"] = false,
            ["is_active"] = true,
            ["group_id"] = null, ["role_id"] = null, ["status_rights"] = new JsonArray(),
        },
        ["uuid"] = null,
        ["amojo_id"] = null,
        ["user_rank"] = null,
        ["phone_number"] = $"{101 + index}",
    };

    private static JsonObject Rights() =>
        new() { ["view"] = "A", ["edit"] = "A", ["add"] = "A", ["delete"] = "A", ["export"] = "A" };

    private static JsonObject Field(string table, long id, string name, string code, IEnumerable<string> kinds) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["type"] = "multitext",
        ["code"] = code,
        ["sort"] = 4,
        ["is_multiple"] = false,
        ["is_required"] = false,
        ["is_deletable"] = false,
        ["is_visible"] = true,
        ["entity_type"] = table,
        ["enums"] = new JsonArray([.. kinds.Select((kind, index) =>
            new JsonObject { ["id"] = id * 10 + index, ["value"] = kind, ["sort"] = index + 1 })]),
    };

    private static JsonObject NewPipeline() => new()
    {
        ["id"] = Pipeline,
        ["name"] = "Sales",
        ["sort"] = 1,
        ["is_main"] = true,
        ["is_unsorted_on"] = true,
        ["is_archive"] = false,
        ["account_id"] = AccountState.AccountId,
        ["_embedded"] = new JsonObject
        {
            ["statuses"] = new JsonArray(Status(FirstStatus, "First contact", 20), Status(812, "Negotiation", 30),
                Status(Won, "Closed - won", 10000), Status(Lost, "Closed - lost", 11000)),
        },
    };

    private static JsonObject Status(long id, string name, int sort) => new()
    {
        ["id"] = id, ["name"] = name, ["sort"] = sort, ["is_editable"] = id is not (Won or Lost),
        ["pipeline_id"] = Pipeline,
        ["color"] = "#99ccff", ["type"] = 0, ["account_id"] = AccountState.AccountId,
    };
}
