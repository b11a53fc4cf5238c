using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;
using Npgsql;

namespace Itgrix.Runtime.Outbox;

/// <summary>Reads the <c>outbox</c> part.</summary>
internal static class OutboxReader
{
    public static OutboxOptions Read(ConfigSection section, string baseFolder)
    {
        var defaults = new OutboxOptions();
        var options = new OutboxOptions
        {
            File = section.Text("file") is { } file ? Path.GetFullPath(file, baseFolder) : defaults.File,
            PostgreSql = PostgreSql(section, baseFolder),
            Keep = section.Number("keep_days", 1, 3660, "days") is { } days ? TimeSpan.FromDays(days) : defaults.Keep,
            FirstDelay = section.Seconds("first_pause", 0.01, 3600) ?? defaults.FirstDelay,
            MaxDelay = section.Seconds("longest_pause", 0.01, 86400) ?? defaults.MaxDelay,
        };
        if (section.Has("file") && section.Has("postgresql"))
            section.Mistake("postgresql", "and file cannot both be given: remove one of them.");
        if (options.MaxDelay < options.FirstDelay)
            section.Mistake("longest_pause", $"({options.MaxDelay.TotalSeconds} s) is shorter than first_pause "
                + $"({options.FirstDelay.TotalSeconds} s): make it longer.");
        section.RejectUnknown();
        return options;
    }

    private static Secret? PostgreSql(ConfigSection section, string baseFolder)
    {
        const string Name = "postgresql";
        if (SecretReader.Read(section, Name, baseFolder) is not { } connection)
            return null;
        if (HasHost(connection))
            return connection;
        section.Mistake(Name,
            "is no connection string: write \"Host=localhost;Database=itgrix;Username=itgrix;Password=...\".");
        return null;
    }

    private static bool HasHost(Secret connection)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection.Reveal()).Host is { Length: > 0 };
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException
            or InvalidCastException or OverflowException)
        {
            return false;
        }
    }
}
