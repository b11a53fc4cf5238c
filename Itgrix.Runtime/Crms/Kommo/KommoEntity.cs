namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The kinds of entities that a call may belong to.</summary>
internal enum KommoEntity
{
    Contacts,
    Companies,
    Leads,
}

/// <summary>Their names in paths and responses.</summary>
internal static class KommoEntities
{
    public static string Name(this KommoEntity kind) => kind switch
    {
        KommoEntity.Contacts => "contacts",
        KommoEntity.Companies => "companies",
        _ => "leads",
    };

    public static string Path(this KommoEntity kind) => $"/api/v4/{kind.Name()}";
}
