namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>Result of parsing bytes as a line.</summary>
internal enum CsvOutcome
{
    /// <summary>A line with all its fields.</summary>
    Line,

    /// <summary>Not a line of a CSV file; the next one begins after it.</summary>
    Broken,

    /// <summary>The start of a line that may still be completed.</summary>
    Unfinished,
}
