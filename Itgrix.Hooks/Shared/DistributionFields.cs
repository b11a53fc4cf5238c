namespace Itgrix.Hooks.Shared;

/// <summary>The route of an incoming call, and the name on the phone's display.</summary>
public abstract class DistributionFields : HookData
{
    /// <summary>Internal number of the employee who gets the call; empty for the usual route.</summary>
    public string Number { get => GetText("number"); set => Set("number", value); }

    /// <summary>What the display shows, at most 20 characters (a limit of Asterisk); longer ones are cut.</summary>
    public string Name { get => GetText("name"); set => Set("name", value); }
}
