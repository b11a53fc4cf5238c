namespace Itgrix.Hooks;

/// <summary>How loud a line of a hook's log is.</summary>
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
