namespace Itgrix.Hooks;

/// <summary>The CRM a hook belongs to.</summary>
public enum Crm
{
    /// <summary>Bitrix24, cloud or on premises; folder <c>bitrix24</c>.</summary>
    Bitrix24,

    /// <summary>Kommo (amoCRM); folder <c>kommo</c>.</summary>
    Kommo,
}
