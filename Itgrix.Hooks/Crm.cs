namespace Itgrix.Hooks;

/// <summary>A CRM that hooks belong to; one is equal to another with the same id.</summary>
public sealed record Crm
{
    internal Crm(string id, string name) => (Id, Name) = (id, name);

    /// <summary>Bitrix24, cloud or on premises; folder <c>bitrix24</c>.</summary>
    public static Crm Bitrix24 { get; } = new("bitrix24", "Bitrix24");

    /// <summary>Kommo (amoCRM); folder <c>kommo</c>.</summary>
    public static Crm Kommo { get; } = new("kommo", "Kommo");

    /// <summary>
    /// The id in lower case: its folder of hooks, its part of the configuration, and the first part of its hooks' ids.
    /// </summary>
    public string Id { get; }

    /// <summary>The name as people write it.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public bool Equals(Crm? other) => other is not null && other.Id == Id;

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
