using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Service;

/// <summary>
/// The configuration in force. Settings that may change without a restart come from the newest version of the file
/// without mistakes; all others stay as at the start.
/// </summary>
internal sealed class LiveConfig(ItgrixConfig started)
{
    private static readonly ILogger Log = AppLog.For("configuration");
    private readonly Lock _gate = new();
    private volatile ItgrixConfig? _newer;
    private FileStamp? _read, _settling;
    private bool _wasRead;

    /// <summary>The current snapshot; to be read again with each call.</summary>
    public ItgrixConfig Current => _newer ?? started;

    /// <summary>
    /// Reads the file if it was saved, and has not changed since the previous check: a save may be
    /// in progress.
    /// </summary>
    public void Check()
    {
        lock (_gate)
        {
            if (started.File is not { } file)
                return;
            var now = FileStamp.Read(file);
            if (_wasRead && now == _read)
                return;
            if (now == _settling && !FileWriters.Test(file))
                Read(file);
            else
                _settling = now;
        }
    }

    /// <summary>Reads the file at once.</summary>
    public ConfigReload Reload()
    {
        lock (_gate)
            return started.File is { } file ? Read(file) : ConfigReload.None;
    }

    private ConfigReload Read(string file)
    {
        (_read, _wasRead) = (FileStamp.Read(file), true);
        try
        {
            return Apply(file, ItgrixConfig.Load(file));
        }
        catch (ConfigException error)
        {
            ConfigLogMessages.Wrong(Log, error.Message);
            return ConfigReload.None with { Mistakes = error.LocatedMistakes };
        }
    }

    private ConfigReload Apply(string file, ItgrixConfig next)
    {
        var changed = ConfigChanges.Between(Current.Source, next.Source);
        IReadOnlyList<string> applied = [.. changed.Where(path => started.IsLive(path, next))];
        // Compared with the start: a setting that was changed and changed back needs no restart.
        IReadOnlyList<string> restart = [.. ConfigChanges.Between(started.Source, next.Source)
            .Where(path => !started.IsLive(path, next))];
        _newer = started.WithLive(next);
        AppLog.Current.Apply(next.Log);
        if (applied.Count > 0)
            ConfigLogMessages.Applied(Log, file, string.Join(", ", applied));
        if (restart.Count > 0 && changed.Count > 0)
            ConfigLogMessages.NeedsRestart(Log, file, string.Join(", ", restart));
        return new(applied, restart, []);
    }
}

/// <summary>Result of reading a new version of the configuration.</summary>
/// <param name="Applied">The settings that changed and are in force.</param>
/// <param name="NeedRestart">The settings that differ from the start, and need a restart.</param>
/// <param name="Mistakes">Why the whole version is ignored; empty when it is not.</param>
internal sealed record ConfigReload(
    IReadOnlyList<string> Applied, IReadOnlyList<string> NeedRestart, IReadOnlyList<string> Mistakes)
{
    public static ConfigReload None { get; } = new([], [], []);
}
