using System.Text.Json;
using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Bitrix24;

/// <summary>An employee.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Name">First and last name; the mail address when there is neither.</param>
/// <param name="Email">Or empty.</param>
/// <param name="Position">Or empty.</param>
/// <param name="Phones">As Bitrix24 has them: the internal, mobile, work and private one.</param>
internal sealed record Bitrix24User(long Id, string Name, string Email, string Position, IReadOnlyList<string> Phones)
{
    private static readonly string[] PhoneFields =
        ["UF_PHONE_INNER", "PERSONAL_MOBILE", "WORK_PHONE", "PERSONAL_PHONE"];

    /// <summary>The internal number, or empty.</summary>
    public string Inner { get; init; } = "";

    /// <summary>All fields but those that are empty.</summary>
    public JsonElement Raw { get; init; }

    /// <summary>An entry of <c>user.get</c>; <c>null</c> when it is no active employee.</summary>
    public static Bitrix24User? Of(JsonElement json)
    {
        var hasLeft = BitrixJson.Field(json, "ACTIVE").ValueKind == JsonValueKind.False;
        if (BitrixJson.Number(json, "ID") is not (> 0 and var id) || hasLeft)
            return null;
        var (name, email) = ($"{Text("NAME")} {Text("LAST_NAME")}".Trim(), Text("EMAIL"));
        var phones = PhoneFields.Select(Text).Where(phone => phone.Length > 0).Distinct();
        return new(id, name.Length > 0 ? name : email, email, Text("WORK_POSITION"), [.. phones])
            { Inner = Text("UF_PHONE_INNER"), Raw = BitrixJson.WithoutEmpty(json) };

        string Text(string field) => BitrixJson.Text(json, field);
    }

    /// <summary>The employee as hooks see one.</summary>
    public User ToUser() =>
        new() { Id = $"{Id}", Name = Name, Email = Email, Position = Position, Phones = Phones, Raw = Raw };
}
