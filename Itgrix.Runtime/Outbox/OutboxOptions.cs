using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// The <c>outbox</c> part of the configuration: where deliveries to CRMs are stored, and when they are retried.
/// </summary>
internal sealed record OutboxOptions
{
    private const string OfUnit = "/var/lib/itgrix";

    /// <summary>The SQLite file; unused when <see cref="PostgreSql"/> is given.</summary>
    public string File { get; init; } = DefaultFile();

    /// <summary>The folder of the service's data, even when the outbox is in a PostgreSQL database.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(File))!;

    /// <summary>The connection string of a PostgreSQL database; <c>null</c>: the file is used.</summary>
    public Secret? PostgreSql { get; init; }

    /// <summary>How long the records of complete calls are kept.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(31);

    /// <summary>The delay before the first retry; later delays grow.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The maximum retry delay.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

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
