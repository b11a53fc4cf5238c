namespace Itgrix.Hooks.Shared;

/// <summary>The one field that process_record_file_path returns in either CRM.</summary>
public abstract class RecordFields : CallData
{
    /// <summary>
    /// Absolute path of the recording on this machine, for example <c>/var/spool/asterisk/monitor/1.wav</c>.
    /// </summary>
    public string Path { get => GetText("path"); set => Set("path", value); }
}
