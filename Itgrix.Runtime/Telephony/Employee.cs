using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Telephony;

/// <summary>An employee, a user of the CRM.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Name">First and last name; the mail address when there is neither.</param>
/// <param name="Email">Or empty.</param>
/// <param name="Position">Or empty.</param>
/// <param name="Phones">As the CRM has them; in Bitrix24 the internal, mobile, work and private one.</param>
internal sealed record Employee(long Id, string Name, string Email, string Position, IReadOnlyList<string> Phones)
{
    /// <summary>The internal number, or empty.</summary>
    public string Inner { get; init; } = "";

    /// <summary>All fields except empty ones.</summary>
    public JsonElement Raw { get; init; }

    /// <summary>The employee in the form that hooks get.</summary>
    public User ToUser() =>
        new() { Id = $"{Id}", Name = Name, Email = Email, Position = Position, Phones = Phones, Raw = Raw };
}
