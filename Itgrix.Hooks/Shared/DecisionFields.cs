namespace Itgrix.Hooks.Shared;

/// <summary>What need_registration returns in either CRM.</summary>
public abstract class DecisionFields : HookData
{
    /// <summary><c>true</c> registers, <c>false</c> ignores; anything else, also nothing, registers.</summary>
    public bool? Result { get => Get<bool?>("result"); set => Set("result", value); }
}
