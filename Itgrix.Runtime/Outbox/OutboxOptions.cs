using Itgrix.Runtime.Platform.Files;
using Npgsql;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// The <c>outbox</c> part of the configuration: where deliveries to CRMs are stored, and when they are retried.
/// </summary>
internal sealed record OutboxOptions : ICheckedSettings
{
    private const string OfUnit = "/var/lib/itgrix";

    /// <summary>The SQLite file; unused when <see cref="PostgreSql"/> is given.</summary>
    [Setting("the SQLite file, created at the first start; only its owner may read it", IsPath = true,
        Default = "`$XDG_STATE_HOME/itgrix/outbox.db` or `~/.local/state/itgrix/outbox.db`")]
    public string File { get; init; } = DefaultFile();

    /// <summary>The folder of the service's data, even when the outbox is in a PostgreSQL database.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(File))!;

    /// <summary>The connection string of a PostgreSQL database; <c>null</c>: the file is used.</summary>
    [Setting("in place of the file: the connection string of a PostgreSQL database", Name = "postgresql",
        Rule = nameof(HasHost), Fix = "is no connection string: write "
        + "\"Host=localhost;Database=itgrix;Username=itgrix;Password=...\".")]
    public Secret? PostgreSql { get; init; }

    /// <summary>The lock file of the one service that uses the outbox.</summary>
    public string LockFile => PostgreSql is { } database
        ? Path.Combine(Folder, $"outbox-{PrivateFolder.NameOf(database.Reveal())}.lock")
        : Path.GetFullPath(File) + ".lock";

    [Setting("for how long records of complete calls are kept, so that they are not delivered again",
        Name = "keep_days", Unit = "days", Min = 1, Max = 3660)]
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(31);

    [Setting("the delay before the first retry; each further delay is longer",
        Name = "first_pause", Unit = "seconds", Min = 0.01, Max = 3600)]
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    [Setting("the maximum retry delay", Name = "longest_pause", Unit = "seconds", Min = 0.01, Max = 86400)]
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    public void Check(ConfigSection section)
    {
        if (section.Has("file") && section.Has("postgresql"))
            section.Mistake("postgresql", "and file cannot both be given: remove one of them.");
        if (MaxDelay < FirstDelay)
            section.Mistake("longest_pause", $"({MaxDelay.TotalSeconds} s) is shorter than first_pause "
                + $"({FirstDelay.TotalSeconds} s): make it longer.");
    }

    private static bool HasHost(string connection)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection).Host is { Length: > 0 };
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException
            or InvalidCastException or OverflowException)
        {
            return false;
        }
    }

    // The path in the shipped systemd unit, where the commands look as well.
    private static string DefaultFile()
    {
        var home = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
            : Directory.Exists(OfUnit) ? Path.GetDirectoryName(OfUnit)!
            : Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } user ? Path.Combine(user, ".local", "state")
            : "/var/lib";
        return Path.Combine(home, "itgrix", "outbox.db");
    }
}
