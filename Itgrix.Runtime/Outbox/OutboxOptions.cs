using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// The <c>outbox</c> part of the configuration: where is kept what CRMs are to be told, and when it is tried again.
/// </summary>
internal sealed record OutboxOptions
{
    private const string OfUnit = "/var/lib/itgrix";

    /// <summary>The SQLite file; nothing is there when <see cref="PostgreSql"/> is given.</summary>
    public string File { get; init; } = DefaultFile();

    /// <summary>The folder of what the service keeps, also where a PostgreSQL database has the requests.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(File))!;

    /// <summary>The connection string of a PostgreSQL database; <c>null</c>: the file.</summary>
    public Secret? PostgreSql { get; init; }

    /// <summary>How long it is remembered which calls are complete.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(31);

    /// <summary>Until the second try; later pauses grow.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The pauses grow up to it.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    // Where the shipped unit keeps it: commands of a person look there as well.
    private static string DefaultFile()
    {
        var home = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
            : Directory.Exists(OfUnit) ? Path.GetDirectoryName(OfUnit)!
            : Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } user ? Path.Combine(user, ".local", "state")
            : "/var/lib";
        return Path.Combine(home, "itgrix", "outbox.db");
    }
}
