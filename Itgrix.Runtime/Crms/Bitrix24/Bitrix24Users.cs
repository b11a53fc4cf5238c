using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The portal's employees.</summary>
internal sealed class Bitrix24Users(Bitrix24ApiClient client, TimeProvider time) : Employees("Bitrix24", time)
{
    private static readonly string[] PhoneFields =
        ["UF_PHONE_INNER", "PERSONAL_MOBILE", "WORK_PHONE", "PERSONAL_PHONE"];

    protected override async Task<IReadOnlyList<Employee>> ReadAllAsync(CancellationToken token)
    {
        var users = new List<Employee>();
        var request = new JsonObject
            { ["sort"] = "ID", ["order"] = "ASC", ["filter"] = new JsonObject { ["ACTIVE"] = true } };
        await foreach (var entry in client.ListAsync("user.get", request, token))
        {
            if (Parse(entry) is { } user)
                users.Add(user);
        }
        return users.Count > 0 ? users : throw new CrmException(CrmFailure.Broken,
            "user.get: the portal names no employee: give the webhook's or application's user the right to see them.");
    }

    // Null when it is no active employee.
    private static Employee? Parse(JsonElement json)
    {
        var hasLeft = BitrixJson.IsNo(json, "ACTIVE");
        if (BitrixJson.Number(json, "ID") is not (> 0 and var id) || hasLeft)
            return null;
        var (name, email) = ($"{Text("NAME")} {Text("LAST_NAME")}".Trim(), Text("EMAIL"));
        var phones = PhoneFields.Select(Text).Where(phone => phone.Length > 0).Distinct();
        return new(id, name.Length > 0 ? name : email, email, Text("WORK_POSITION"), [.. phones])
            { Inner = Text("UF_PHONE_INNER"), Raw = RawFields.WithoutEmpty(json) };

        string Text(string field) => BitrixJson.Text(json, field);
    }
}
