namespace Itgrix.Hooks.Shared;

/// <summary>How Asterisk is told to dial when someone clicks a number in the CRM, as its manager's Originate.</summary>
public abstract class OriginateFields : HookData
{
    /// <summary>The number, and name, that the called side sees.</summary>
    public string CallerId { get => GetText("caller_id"); set => Set("caller_id", value); }

    /// <summary>What rings first, the employee: <c>Local/101@from-internal</c>.</summary>
    public string Channel { get => GetText("channel"); set => Set("channel", value); }

    /// <summary>The context of the dialplan that dials the client.</summary>
    public string Context { get => GetText("context"); set => Set("context", value); }

    /// <summary>The number to dial: <c>+79001234567</c>.</summary>
    public string Extension { get => GetText("extension"); set => Set("extension", value); }

    /// <summary>Where in the extension to begin, mostly 1.</summary>
    public int? Priority { get => Get<int?>("priority"); set => Set("priority", value); }
}
