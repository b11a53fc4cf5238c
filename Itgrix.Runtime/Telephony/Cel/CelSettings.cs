namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>The <c>asterisk.cel</c> part of the configuration: a file or a table of channel events.</summary>
internal sealed record CelSettings : ICheckedSettings
{
    private static readonly string[] OwnProviders = ["sqlite", "postgresql", "mysql", "odbc"];

    [Setting("the file that Asterisk appends to; rotated ones are found beside it (`.1`, `-20260101`, `.gz`)",
        IsPath = true)]
    public string? File { get; init; }

    [Setting("`sqlite`, `postgresql`, `mysql` (MariaDB too), `odbc`, or a `DbProviderFactory` as `Type, Assembly`",
        Rule = nameof(ProviderMistake))]
    public string? Provider { get; init; }

    [Setting("the connection string", IsSecret = true)]
    public string? Connection { get; init; }

    [Setting("the file of a provider that is not part of the service; its dependencies are resolved beside it",
        IsPath = true)]
    public string? Assembly { get; init; }

    [Setting("its name, `schema.table` too")]
    public string Table { get; init; } = "cel";

    /// <summary>A list for a file, an object for a table.</summary>
    [Setting("of a file: the columns of the mapping in `cel_custom.conf`, in order; unused columns may have any name. "
        + "Of a table: columns with unusual names, as `{\"extra\": \"details\"}`",
        Rule = nameof(Json), Default = "as in Asterisk's sample", Schema = """
        {"anyOf": [{"type": "array", "items": {"type": "string"}},
         {"type": "object", "additionalProperties": {"type": "string"}}]}
        """)]
    public JsonElement? Columns { get; init; }

    [Setting("times are UTC (`usegmtime=yes` of Asterisk's module)")]
    public bool Utc { get; init; }

    [Setting("timeout of one query", Unit = "seconds", Min = 1, Max = 3600)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    public CelOptions? Options => File is not null ? new CelFileOptions { File = File, Columns = Names() }
        : Provider is null || Connection is null ? null
        : new CelTableOptions
        {
            Provider = Provider, Connection = Connection, Assembly = Assembly, Table = Table, Columns = Chosen(),
            Utc = Utc, Timeout = Timeout,
        };

    public void Check(ConfigSection section)
    {
        string[] ofTable = ["provider", "connection", "assembly", "table", "utc", "timeout"];
        if (section.Has("file") == section.Has("provider"))
            section.Mistake("file", "or provider is needed, and only one of them: give "
                + "\"file\": \"/var/log/asterisk/cel-custom/Master.csv\" or \"provider\": \"sqlite\", "
                + "\"postgresql\" or \"Type, Assembly\".");
        else if (section.Has("file"))
        {
            foreach (var name in ofTable.Where(section.Has))
                section.Mistake(name, "is a setting of a table, not of a file: remove it, or file.");
            CheckFile(section);
        }
        else
            CheckTable(section);
    }

    private void CheckFile(ConfigSection section)
    {
        if (Columns is { ValueKind: not JsonValueKind.Array } other)
            section.Wrong("columns", other, "a list");
        foreach (var item in Items().Where(item => item.ValueKind != JsonValueKind.String))
            section.Mistake("columns", $"has {item.GetRawText()}: give names of columns.");
        if (CelColumns.Create(Names()).Missing is { Count: > 0 } missing)
            section.Mistake("columns", $"lacks {string.Join(", ", missing)}: give all columns in the order of the "
                + "mapping in cel_custom.conf; these must be among them.");
    }

    private static void CheckTable(ConfigSection section)
    {
        if (!section.Has("connection"))
            section.Mistake("connection",
                "is missing: give the connection string, or {\"env\": \"NAME\"} or {\"file\": \"path\"} that has it.");
        if (!section.Has("columns") || section.Section("columns") is not { } columns)
            return;
        foreach (var name in columns.Names)
        {
            if (CelColumns.FieldOf(name) is null)
                columns.Mistake(name,
                    $"is unknown. Fields: {string.Join(", ", Enum.GetValues<CelField>().Select(CelColumns.NameOf))}.");
            else if (columns.Value(name) is { ValueKind: not JsonValueKind.String } value)
                columns.Wrong(name, value, "a text");
        }
    }

    private static object Json(JsonElement json) => json.Clone();

    private static string? ProviderMistake(string provider) => OwnProviders.Contains(provider) || provider.Contains(',')
        ? null
        : $"is \"{provider}\": give \"sqlite\", \"postgresql\", \"mysql\", \"odbc\" or a type as \"Type, Assembly\".";

    private IEnumerable<JsonElement> Items() =>
        Columns is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private IReadOnlyList<string> Names() =>
        Columns is null ? CelColumns.Sample : [.. Items().Select(item => item.ToString())];

    private Dictionary<CelField, string> Chosen() => Columns is not { ValueKind: JsonValueKind.Object } columns ? []
        : columns.EnumerateObject().Where(column => CelColumns.FieldOf(column.Name) is not null)
            .ToDictionary(column => CelColumns.FieldOf(column.Name)!.Value, column => column.Value.ToString());
}
