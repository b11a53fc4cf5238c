namespace Itgrix.Hooks;

/// <summary>
/// Lines for the service's log, which adds hook and call; under <c>dotnet script</c> they go to standard error.
/// </summary>
public sealed class HookLog
{
    internal HookLog()
    {
    }

    /// <summary>A line for the author while building.</summary>
    public void Debug(string message) => Write(LogLevel.Debug, message);

    /// <summary>A line worth keeping.</summary>
    public void Info(string message) => Write(LogLevel.Info, message);

    /// <summary>A line that someone should look at.</summary>
    public void Warning(string message) => Write(LogLevel.Warning, message);

    /// <summary>A line about something that did not work.</summary>
    public void Error(string message) => Write(LogLevel.Error, message);

    private static void Write(LogLevel level, string message) => HookCall.Write(level, message);
}
