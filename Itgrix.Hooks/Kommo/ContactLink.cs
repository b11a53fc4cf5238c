namespace Itgrix.Hooks.Kommo;

/// <summary>A contact by its id. Source: Kommo customizations, 5.</summary>
public sealed class ContactLink : HookData
{
    /// <summary>Id of the contact.</summary>
    public long? Id { get => Get<long?>("id"); set => Set("id", value); }
}
