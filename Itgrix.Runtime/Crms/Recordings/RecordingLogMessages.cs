using Itgrix.Runtime.Outbox;
using NLog;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>Log messages about recordings.</summary>
internal static class RecordingLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("recordings");

    public static void NotTaken(CallKey call, string made, string problem, string original) => Log.Warn(
        "Call {Call}: the file {Made} that process_record_file_path gave {Crm} as recording is not used. {Problem} "
        + "{Original} is used instead", call.CallId, made, call.Crm, problem, original);

    public static void NotThere(CallKey call, RecordingLook look) => Log.Warn(
        "Call {Call}: {Crm} gets no recording, {File} did not come in time. {Problem} Check MixMonitor, "
        + "recordings.folders and the rights of the folder", call.CallId, call.Crm, look.Path, look.Problem);

    public static void Unfinished(CallKey call, RecordingLook look) => Log.Warn(
        "Call {Call}: the recording {File} goes to {Crm} as it is. {Problem} It was not complete in time: "
        + "see recordings.wait",
        call.CallId, look.Path, call.Crm, look.Problem);

    public static void NoLink(CallKey call, string file) => Log.Warn(
        "Call {Call}: {Crm} gets no link to {File}, because that is in none of recordings.folders, "
        + "or is no sound by its name",
        call.CallId, call.Crm, file);

    public static void Refused(string name, string address) => Log.Info(
        "A recording was refused to {Address}: the link to {Name} has expired or was changed", address, name);

    public static void Gone(string name, string address) => Log.Info(
        "{Address} asked for a recording that no longer exists: {Name}", address, name);

    public static void Cleaned(string folder, CleanedRecordings cleaned) => Log.Info(
        "{Folder}: {Files} recordings deleted, {Megabytes:0.0} MB, {Converted} of them because they were converted; "
        + "{Folders} empty folders",
        folder, cleaned.Files, cleaned.Bytes / 1048576.0, cleaned.Converted, cleaned.Folders);

    public static void NotCleaned(string folder, CleanedRecordings cleaned) => Log.Warn(
        "{Folder}: {Failed} recordings could not be deleted; of the first: {Error} "
        + "The service needs the right to write there",
        folder, cleaned.Failed, cleaned.Error);

    public static void LittleSpace(string folder, long free) => Log.Warn(
        "{Folder}: only {Megabytes} MB are free for recordings. Delete some, or set recordings.keep_days or "
        + "recordings.delete_original", folder, free >> 20);
}
