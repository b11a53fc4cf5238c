namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>The <c>asterisk.cel</c> part of the configuration: Asterisk's store of channel events.</summary>
internal abstract record CelOptions;

/// <summary>The CSV file of <c>cel_custom</c>.</summary>
internal sealed record CelFileOptions : CelOptions
{
    /// <summary>Full path.</summary>
    public required string File { get; init; }

    /// <summary>Its columns, in order.</summary>
    public IReadOnlyList<string> Columns { get; init; } = CelColumns.Sample;
}

/// <summary>A table of a database.</summary>
internal sealed record CelTableOptions : CelOptions
{
    /// <summary>
    /// <c>sqlite</c>, <c>postgresql</c>, <c>mysql</c>, <c>odbc</c>, or a DbProviderFactory as "Type, Assembly".
    /// </summary>
    public required string Provider { get; init; }

    /// <summary>The connection string; it usually has a password.</summary>
    public required string Connection { get; init; }

    /// <summary>The provider's file, unless it is part of the service.</summary>
    public string? Assembly { get; init; }

    public string Table { get; init; } = "cel";

    /// <summary>Columns with unusual names.</summary>
    public IReadOnlyDictionary<CelField, string> Columns { get; init; } = new Dictionary<CelField, string>();

    /// <summary>Times are UTC, as with <c>usegmtime=yes</c> of Asterisk's module.</summary>
    public bool Utc { get; init; }

    /// <summary>Timeout of one query.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For a log: without the connection string.</summary>
    public override string ToString() => $"{Provider}, table {Table}";
}
