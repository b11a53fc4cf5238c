using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>Log messages about the widget in the Kommo account.</summary>
internal static partial class WidgetLogMessages
{
    [LoggerMessage(LogLevel.Information,
        "Kommo's calls use the configuration alone: the widget has no saved settings yet, there is no {File}")]
    public static partial void NothingSaved(ILogger log, string file);

    [LoggerMessage(LogLevel.Error,
        "Kommo's calls use the configuration alone, as {File} cannot be used: {Why} Save the widget's settings again")]
    public static partial void CannotRead(ILogger log, string file, string why);

    [LoggerMessage(LogLevel.Information,
        "The widget in {Account} saved its settings, with the extensions of {Users} users; "
        + "they apply to the next call")]
    public static partial void Saved(ILogger log, string account, int users);

    [LoggerMessage(LogLevel.Error,
        "The widget's settings cannot be saved, the former ones stay; free some space or make the folder writable")]
    public static partial void CannotSave(ILogger log, Exception error);

    [LoggerMessage(LogLevel.Warning, "A request of the widget from {From} is refused: {Reason}")]
    public static partial void Refused(ILogger log, string from, string reason);

    [LoggerMessage(LogLevel.Error, "The authorization code that was given in the widget brought no tokens")]
    public static partial void CodeRefused(ILogger log, Exception error);
}
