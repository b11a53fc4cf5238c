using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>Log messages about stored channel events.</summary>
internal static partial class CelLogMessages
{
    public static void LineBroken(ILogger log, string file, long offset, long? line)
    {
        if (line is { } number)
            LineBroken(log, file, number);
        else
            BytesBroken(log, file, offset);
    }

    [LoggerMessage(LogLevel.Warning,
        "{File} does not exist, nor any file rotated from it: right on a PBX without a call so far; otherwise set up "
        + "its mapping in cel_custom.conf and load the module cel_custom, or give the right path in asterisk.cel.file")]
    public static partial void NoFileYet(ILogger log, string file);

    [LoggerMessage(LogLevel.Warning,
        "{File} is damaged, the rest of it is skipped: {Reason} Restore it from a copy if those calls matter.")]
    public static partial void PartLost(ILogger log, string file, string reason);

    [LoggerMessage(LogLevel.Warning, "Calls of an older file are skipped: {Reason}")]
    public static partial void RotatedUnreadable(ILogger log, string reason);

    [LoggerMessage(LogLevel.Warning,
        "{Store}: a row is not a channel event and is skipped; later ones are counted: {Reason}")]
    public static partial void RowBroken(ILogger log, string store, string reason);

    [LoggerMessage(LogLevel.Warning,
        "{File}: line {Line} is not a channel event and is skipped; later ones are counted")]
    private static partial void LineBroken(ILogger log, string file, long line);

    [LoggerMessage(LogLevel.Warning,
        "{File}: the line at byte {Offset} is not a channel event and is skipped; later ones are counted")]
    private static partial void BytesBroken(ILogger log, string file, long offset);
}
