namespace Itgrix.Hooks;

/// <summary>What the data of a hook's reply is.</summary>
public enum ReplyShape
{
    /// <summary><c>result</c>: only <c>false</c> says no; absent, null or anything else says yes.</summary>
    Decision,

    /// <summary>One text, <see cref="HookDefinition.Value"/>, that must be there.</summary>
    Value,

    /// <summary>The fields of a request, further ones allowed.</summary>
    Request,

    /// <summary><c>number</c> and <c>name</c>, the name for the display of a phone.</summary>
    Distribution,

    /// <summary>Nothing: only the state is read.</summary>
    Nothing,
}
