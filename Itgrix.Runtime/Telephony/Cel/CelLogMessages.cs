using NLog;

namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>Log messages about stored channel events.</summary>
internal static class CelLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("cel");

    public static void LineBroken(string file, long offset, long? line)
    {
        if (line is { } number)
            Log.Warn("{File}: line {Line} is not a channel event and is skipped; later ones are counted", file, number);
        else
            Log.Warn(
                "{File}: the line at byte {Offset} is not a channel event and is skipped; later ones are counted",
                file, offset);
    }

    public static void NoFileYet(string file) => Log.Warn(
        "{File} does not exist, nor any file rotated from it: right on a PBX without a call so far; otherwise set up "
        + "its mapping in cel_custom.conf and load the module cel_custom, or give the right path in asterisk.cel.file",
        file);

    public static void PartLost(string file, string reason) => Log.Warn(
        "{File} is damaged, the rest of it is skipped: {Reason} Restore it from a copy if those calls matter.",
        file, reason);

    public static void RotatedUnreadable(string reason) =>
        Log.Warn("Calls of an older file are skipped: {Reason}", reason);

    public static void RowBroken(string store, string reason) => Log.Warn(
        "{Store}: a row is not a channel event and is skipped; later ones are counted: {Reason}", store, reason);
}
