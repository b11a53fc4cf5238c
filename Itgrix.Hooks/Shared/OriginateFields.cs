namespace Itgrix.Hooks.Shared;

/// <summary>Parameters of the manager's Originate when someone clicks a number in the CRM.</summary>
public abstract class OriginateFields : HookData
{
    /// <summary>The number, and name, that the called side sees.</summary>
    public string CallerId { get => GetText("caller_id"); set => Set("caller_id", value); }

    /// <summary>The channel that rings first, the employee's: <c>Local/101@from-internal</c>.</summary>
    public string Channel { get => GetText("channel"); set => Set("channel", value); }

    /// <summary>The context of the dialplan that dials the client.</summary>
    public string Context { get => GetText("context"); set => Set("context", value); }

    /// <summary>The number to dial: <c>+79001234567</c>.</summary>
    public string Extension { get => GetText("extension"); set => Set("extension", value); }

    /// <summary>The priority in the extension to begin at, mostly 1.</summary>
    public int? Priority { get => Get<int?>("priority"); set => Set("priority", value); }
}
