namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>What some bytes are.</summary>
internal enum CsvOutcome
{
    /// <summary>A line with all its fields.</summary>
    Line,

    /// <summary>No line of a CSV file; the next one begins after it.</summary>
    Broken,

    /// <summary>The beginning of a line, of which the rest may yet be written.</summary>
    Unfinished,
}
