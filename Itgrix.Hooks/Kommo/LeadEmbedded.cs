namespace Itgrix.Hooks.Kommo;

/// <summary>What belongs to a new lead (<c>_embedded</c>). Source: Kommo customizations, 5.</summary>
public sealed class LeadEmbedded : HookData
{
    /// <summary>The contacts that the lead is linked to.</summary>
    public IList<ContactLink> Contacts
    {
        get => Parts<ContactLink>("contacts");
        set => SetParts("contacts", value);
    }

    /// <summary>The names of its tags.</summary>
    public IList<string> Tags { get => Names("tags"); set => SetNames("tags", value); }
}
