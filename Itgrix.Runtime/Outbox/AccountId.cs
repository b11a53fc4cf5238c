using Itgrix.Hooks;

namespace Itgrix.Runtime.Outbox;

/// <summary>An account of a CRM. It never changes: the outbox stores it with each request.</summary>
/// <param name="Crm">The CRM.</param>
/// <param name="Name">Its name among several accounts of the CRM; empty for the only one.</param>
internal sealed record AccountId(Crm Crm, string Name = "")
{
    /// <summary>In status and commands: <c>kommo</c>, or <c>kommo:sales</c>.</summary>
    public string Key => Name.Length == 0 ? Crm.Id : $"{Crm.Id}:{Name}";

    /// <summary>The only account of a CRM.</summary>
    public static implicit operator AccountId(Crm crm) => new(crm);

    /// <summary>Reads what <see cref="ToString"/> returned.</summary>
    public static AccountId Parse(string text) =>
        text.Split(':', 2) is [var crm, var name] ? new(CrmOf(crm), name) : new(CrmOf(text));

    /// <summary>In the log and the outbox: <c>Kommo</c>, or <c>Kommo:sales</c>.</summary>
    public override string ToString() => Name.Length == 0 ? Crm.Name : $"{Crm.Name}:{Name}";

    // A row of a CRM that the program no longer has stays as it is, and waits for that CRM.
    private static Crm CrmOf(string name) => HookCatalog.FindCrm(name) ?? new(name.ToLowerInvariant(), name);
}
