namespace Itgrix.Hooks.Shared;

/// <summary>The one field of the phone hooks.</summary>
public abstract class PhoneFields : CallData
{
    /// <summary>The number, after auto-replacement: give back what the CRM is to be asked with.</summary>
    public string Phone { get => GetText("phone"); set => Set("phone", value); }
}
