namespace Itgrix.Hooks;

/// <summary>Level of a hook's log line.</summary>
public enum LogLevel
{
    /// <summary>For the author while building.</summary>
    Debug,

    /// <summary>Worth keeping.</summary>
    Info,

    /// <summary>Someone should look at it.</summary>
    Warning,

    /// <summary>Something did not work.</summary>
    Error,
}
