using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>Log messages about recordings.</summary>
internal static partial class RecordingLogMessages
{
    public static void NotTaken(ILogger log, CallKey call, string made, string problem, string original) =>
        NotTaken(log, call.CallId, made, call.Account, problem, original);

    public static void NotThere(ILogger log, CallKey call, RecordingLook look) =>
        NotThere(log, call.CallId, call.Account, look.Path, look.Problem);

    public static void Unfinished(ILogger log, CallKey call, RecordingLook look) =>
        Unfinished(log, call.CallId, look.Path, call.Account, look.Problem);

    public static void NoLink(ILogger log, CallKey call, string file) => NoLink(log, call.CallId, call.Account, file);

    [LoggerMessage(LogLevel.Information,
        "A recording was refused to {Address}: the link to {Name} has expired or was changed")]
    public static partial void Refused(ILogger log, string name, string address);

    [LoggerMessage(LogLevel.Information, "{Address} asked for a recording that no longer exists: {Name}")]
    public static partial void Gone(ILogger log, string name, string address);

    public static void Cleaned(ILogger log, string folder, CleanedRecordings cleaned) => Cleaned(
            log, folder, cleaned.Files, cleaned.Bytes / 1048576.0, cleaned.Converted, cleaned.Folders);

    public static void NotCleaned(ILogger log, string folder, CleanedRecordings cleaned) =>
        NotCleaned(log, folder, cleaned.Failed, cleaned.Error);

    public static void LittleSpace(ILogger log, string folder, long free) =>
        FewMegabytes(log, folder, free >> 20);

    [LoggerMessage(LogLevel.Warning,
        "Call {Call}: the file {Made} that process_record_file_path gave {Crm} as recording is not used. {Problem} "
        + "{Original} is used instead")]
    private static partial void NotTaken(
        ILogger log, string call, string made, AccountId crm, string problem, string original);

    [LoggerMessage(LogLevel.Warning,
        "Call {Call}: {Crm} gets no recording, {File} did not come in time. {Problem} Check MixMonitor, "
        + "recordings.folders and the rights of the folder")]
    private static partial void NotThere(ILogger log, string call, AccountId crm, string? file, string? problem);

    [LoggerMessage(LogLevel.Warning,
        "Call {Call}: the recording {File} goes to {Crm} as it is. {Problem} It was not complete in time: "
        + "see recordings.wait")]
    private static partial void Unfinished(ILogger log, string call, string? file, AccountId crm, string? problem);

    [LoggerMessage(LogLevel.Warning,
        "Call {Call}: {Crm} gets no link to {File}, because that is in none of recordings.folders, "
        + "or is no sound by its name")]
    private static partial void NoLink(ILogger log, string call, AccountId crm, string file);

    [LoggerMessage(LogLevel.Information,
        "{Folder}: {Files} recordings deleted, {Megabytes:0.0} MB, {Converted} of them because they were converted; "
        + "{Folders} empty folders")]
    private static partial void Cleaned(
        ILogger log, string folder, int files, double megabytes, int converted, int folders);

    [LoggerMessage(LogLevel.Warning,
        "{Folder}: {Failed} recordings could not be deleted; of the first: {Error} "
        + "The service needs the right to write there")]
    private static partial void NotCleaned(ILogger log, string folder, int failed, string? error);

    [LoggerMessage(LogLevel.Warning,
        "{Folder}: only {Megabytes} MB are free for recordings. Delete some, or set recordings.keep_days or "
        + "recordings.delete_original")]
    private static partial void FewMegabytes(ILogger log, string folder, long megabytes);
}
