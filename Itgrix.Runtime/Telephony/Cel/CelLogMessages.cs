using NLog;

namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>What the log says of stored channel events.</summary>
internal static class CelLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("cel");

    public static void LineBroken(string file, long offset, long? line)
    {
        if (line is { } number)
            Log.Warn("{File}: line {Line} is no channel event and is left out; later ones are not told", file, number);
        else
            Log.Warn(
                "{File}: the line at byte {Offset} is no channel event and is left out; later ones are not told",
                file, offset);
    }

    public static void NoFileYet(string file) => Log.Warn(
        "{File} does not exist, nor any file rotated from it: right on a PBX without a call so far; otherwise set up "
        + "its mapping in cel_custom.conf and load the module cel_custom, or give the right path in asterisk.cel.file",
        file);

    public static void PartLost(string file, string reason) => Log.Warn(
        "{File} is damaged, what follows in it is left out: {Reason} Restore it from a copy if those calls matter.",
        file, reason);

    public static void RotatedUnreadable(string reason) =>
        Log.Warn("Calls of an older file are left out: {Reason}", reason);

    public static void RowBroken(string store, string reason) => Log.Warn(
        "{Store}: a row is no channel event and is left out; later ones are not told: {Reason}", store, reason);
}
