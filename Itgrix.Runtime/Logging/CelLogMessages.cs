using NLog;

namespace Itgrix.Runtime.Logging;

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

    public static void PartLost(string file, string reason) => Log.Warn(
        "{File} is damaged, what follows in it is left out: {Reason} Restore it from a copy if those calls matter.",
        file, reason);

    public static void RotatedUnreadable(string reason) =>
        Log.Warn("Calls of an older file are left out: {Reason}", reason);

    public static void RowBroken(string store, string reason) => Log.Warn(
        "{Store}: a row is no channel event and is left out; later ones are not told: {Reason}", store, reason);
}
