namespace Itgrix.Hooks.Kommo;

/// <summary>What an unsorted lead will become (<c>_embedded</c>). Source: Kommo customizations, 13.</summary>
public sealed class UnsortedEmbedded : HookData
{
    /// <summary>The contacts, one as it comes.</summary>
    public IList<UnsortedContact> Contacts
    {
        get => Parts<UnsortedContact>("contacts");
        set => SetParts("contacts", value);
    }

    /// <summary>The leads, one as it comes.</summary>
    public IList<UnsortedLead> Leads
    {
        get => Parts<UnsortedLead>("leads");
        set => SetParts("leads", value);
    }
}
