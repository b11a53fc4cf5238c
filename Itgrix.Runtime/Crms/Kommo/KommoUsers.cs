using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The account's users.</summary>
internal sealed class KommoUsers(KommoApi api, TimeProvider time) : Employees("Kommo", time)
{
    /// <summary>The extensions of users; may change at any time.</summary>
    public Func<Employee, string> ExtensionOf { private get; init; } = _ => "";

    protected override Employee Complete(Employee user) =>
        ExtensionOf(user) is { Length: > 0 } extension && !user.Phones.Contains(extension)
            ? user with { Phones = [extension, .. user.Phones] } : user;

    protected override async Task<IReadOnlyList<Employee>> ReadAllAsync(CancellationToken token)
    {
        Employee[] users = [.. (await api.UsersAsync(token)).Select(Parse).OfType<Employee>()];
        return users.Length > 0 ? users : throw new CrmException(CrmFailure.Broken,
            "Kommo names no active user: give the user who authorized the integration an administrator's rights.");
    }

    // Null when it is no active user.
    private static Employee? Parse(JsonElement json)
    {
        var hasLeft = json.At("rights")?.At("is_active")?.ValueKind == JsonValueKind.False;
        if (json.Number("id") is not (> 0 and var id) || hasLeft)
            return null;
        var (name, email, phone) = (json.Text("name") ?? "", json.Text("email") ?? "", json.Text("phone_number") ?? "");
        return new(id, name.Length > 0 ? name : email, email, "", phone.Length > 0 ? [phone] : [])
            { Raw = RawFields.WithoutEmpty(json) };
    }
}
