namespace Itgrix.Hooks.Shared;

/// <summary>The one field of the phone hooks.</summary>
public abstract class PhoneFields : CallData
{
    /// <summary>The number, after auto-replacement: return the number to look up in the CRM.</summary>
    public string Phone { get => GetText("phone"); set => Set("phone", value); }
}
