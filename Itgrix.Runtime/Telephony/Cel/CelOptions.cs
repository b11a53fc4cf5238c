
namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>The <c>asterisk.cel</c> part of the configuration: where Asterisk keeps its channel events.</summary>
internal abstract record CelOptions;

/// <summary>The CSV file of <c>cel_custom</c>.</summary>
internal sealed record CelFileOptions : CelOptions
{
    /// <summary>Full path.</summary>
    public required string File { get; init; }

    /// <summary>What its columns are, in order.</summary>
    public IReadOnlyList<string> Columns { get; init; } = CelColumns.Sample;
}

/// <summary>A table of a database.</summary>
internal sealed record CelTableOptions : CelOptions
{
    /// <summary><c>sqlite</c>, <c>postgresql</c>, <c>mysql</c>, <c>odbc</c>, or a DbProviderFactory as "Type, Assembly".</summary>
    public required string Provider { get; init; }

    /// <summary>The connection string; it has a password, as a rule.</summary>
    public required string Connection { get; init; }

    /// <summary>The provider's file, where it is none of the service's own.</summary>
    public string? Assembly { get; init; }

    public string Table { get; init; } = "cel";

    /// <summary>Columns that are called otherwise than anybody would expect.</summary>
    public IReadOnlyDictionary<CelField, string> Columns { get; init; } = new Dictionary<CelField, string>();

    /// <summary>Times are UTC, as with <c>usegmtime=yes</c> of Asterisk's module.</summary>
    public bool Utc { get; init; }

    /// <summary>How long one query may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For a log: without the connection.</summary>
    public override string ToString() => $"{Provider}, table {Table}";
}
