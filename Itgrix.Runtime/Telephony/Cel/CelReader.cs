using System.Text.Json;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>Reads the <c>asterisk.cel</c> part.</summary>
internal static class CelReader
{
    private static readonly string[] OwnProviders = ["sqlite", "postgresql", "mysql", "odbc"];

    /// <summary>The options; <c>null</c> after a mistake that leaves no store to open.</summary>
    public static CelOptions? Read(ConfigSection section, string baseFolder)
    {
        var isFile = section.Has("file");
        if (isFile == section.Has("provider"))
        {
            section.Mistake("file", "or provider is needed, and only one of them: give "
                + "\"file\": \"/var/log/asterisk/cel-custom/Master.csv\" or \"provider\": \"sqlite\", "
                + "\"postgresql\" or \"Type, Assembly\".");
            return null;
        }
        CelOptions? options = isFile ? File(section, baseFolder) : Table(section, baseFolder);
        section.RejectUnknown();
        return options;
    }

    private static CelFileOptions? File(ConfigSection section, string baseFolder)
    {
        var columns = section.Has("columns") ? Names(section) : CelColumns.Sample;
        if (CelColumns.Create(columns).Missing is { Count: > 0 } missing)
            section.Mistake("columns", $"lacks {string.Join(", ", missing)}: give all columns in the order of the "
                + "mapping in cel_custom.conf; these must be among them.");
        return section.Text("file") is { } file
            ? new() { File = Path.GetFullPath(file, baseFolder), Columns = columns }
            : null;
    }

    private static IReadOnlyList<string> Names(ConfigSection section)
    {
        var items = section.Items("columns");
        foreach (var item in items.Where(item => item.ValueKind != JsonValueKind.String))
            section.Mistake("columns", $"has {item.GetRawText()}: give names of columns.");
        return [.. items.Select(item => item.ToString())];
    }

    private static CelTableOptions? Table(ConfigSection section, string baseFolder)
    {
        var defaults = new CelTableOptions { Provider = "", Connection = "" };
        var provider = section.Text("provider");
        var connection = Connection(section, baseFolder);
        var assembly = section.Text("assembly");
        if (provider is not null && !OwnProviders.Contains(provider) && !provider.Contains(','))
            section.Mistake("provider",
                $"is \"{provider}\": give \"sqlite\", \"postgresql\", \"mysql\", \"odbc\" "
                + "or a type as \"Type, Assembly\".");
        var options = defaults with
        {
            Provider = provider ?? "",
            Connection = connection ?? "",
            Assembly = assembly is null ? null : Path.GetFullPath(assembly, baseFolder),
            Table = section.Text("table") ?? defaults.Table,
            Columns = Columns(section),
            Utc = section.Flag("utc", false),
            Timeout = section.Seconds("timeout", 1, 3600) ?? defaults.Timeout,
        };
        return provider is null || connection is null ? null : options;
    }

    private static Dictionary<CelField, string> Columns(ConfigSection section)
    {
        var chosen = new Dictionary<CelField, string>();
        if (section.Section("columns") is not { } columns)
            return chosen;
        foreach (var name in columns.Names)
        {
            if (CelColumns.FieldOf(name) is not { } field)
                columns.Mistake(name,
                    $"is unknown. Fields: {string.Join(", ", Enum.GetValues<CelField>().Select(CelColumns.NameOf))}.");
            else if (columns.Text(name) is { } column)
                chosen[field] = column;
        }
        return chosen;
    }

    private static string? Connection(ConfigSection section, string baseFolder)
    {
        const string Name = "connection";
        if (!section.Has(Name))
            section.Mistake(Name,
                "is missing: give the connection string, or {\"env\": \"NAME\"} or {\"file\": \"path\"} that has it.");
        return SecretReader.Read(section, Name, baseFolder)?.Reveal();
    }
}
