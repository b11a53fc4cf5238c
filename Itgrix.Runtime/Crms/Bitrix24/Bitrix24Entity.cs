using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>A contact, company or lead.</summary>
/// <param name="Type"><c>contact</c>, <c>company</c> or <c>lead</c>.</param>
/// <param name="Id">Above 0.</param>
/// <param name="Name">A company's or lead's title; without one, as for a contact, the first and last name.</param>
/// <param name="ResponsibleId">The responsible employee; 0 when not known.</param>
/// <param name="Phones">The numbers as Bitrix24 writes them.</param>
/// <param name="Raw">All fields with a value.</param>
internal sealed record Bitrix24Entity(
    string Type, long Id, string Name, long ResponsibleId, IReadOnlyList<string> Phones, JsonElement Raw)
{
    /// <summary>
    /// Parses the answer of <c>crm.contact.get</c> and similar methods; <c>null</c> when it is no entity.
    /// </summary>
    public static Bitrix24Entity? Parse(string type, JsonElement json)
    {
        if (BitrixJson.Number(json, "ID") is not (> 0 and var id))
            return null;
        var name = Text("TITLE") is { Length: > 0 } title ? title : $"{Text("NAME")} {Text("LAST_NAME")}".Trim();
        var phones = BitrixJson.Items(BitrixJson.Field(json, "PHONE"))
            .Select(phone => BitrixJson.Text(phone, "VALUE")).Where(phone => phone.Length > 0);
        var responsible = BitrixJson.Number(json, "ASSIGNED_BY_ID") ?? 0;
        return new(type, id, name, responsible, [.. phones], RawFields.WithoutEmpty(json));

        string Text(string field) => BitrixJson.Text(json, field);
    }

    /// <summary>The entity as hooks see it.</summary>
    /// <param name="isNew">Whether this call's registration created it.</param>
    /// <param name="responsible">The employee with <see cref="ResponsibleId"/>; <c>null</c> when not known.</param>
    /// <param name="plan">Parses the numbers.</param>
    public Entity ToEntity(bool isNew, Employee? responsible, NumberPlan plan) => new()
    {
        Id = $"{Id}",
        IsNew = isNew,
        Name = Name,
        Phones = [.. Phones.Select(plan.Of)],
        Raw = Raw,
        Responsible = responsible?.ToUser(),
        ResponsibleId = ResponsibleId > 0 ? $"{ResponsibleId}" : "",
        Type = Type,
    };
}
