using System.Net;
using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>Log messages about the widget in the Kommo account.</summary>
internal static class WidgetLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("widget");

    public static void NothingSaved(string file) => Log.Info(
        "Kommo's calls use the configuration alone: the widget has no saved settings yet, there is no {File}", file);

    public static void CannotRead(string file, string why) => Log.Error(
        "Kommo's calls use the configuration alone, as {File} cannot be used: {Why} Save the widget's settings again",
        file, why);

    public static void Saved(string account, int users) => Log.Info(
        "The widget in {Account} saved its settings, with the extensions of {Users} users; they apply to the next call",
        account, users);

    public static void CannotSave(Exception error) => Log.Failure(error,
        "The widget's settings cannot be saved, the former ones stay; free some space or make the folder writable");

    public static void Refused(IPAddress from, string reason) =>
        Log.Warn("A request of the widget from {Address} is refused: {Reason}", from, reason);

    public static void CodeRefused(Exception error) =>
        Log.Failure(error, "The authorization code that was given in the widget brought no tokens");
}
