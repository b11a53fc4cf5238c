namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>Returns the records of a file one after another; other lines are skipped and counted.</summary>
internal sealed class CelCsvCursor(CelCsvSource source, CsvReader reader, CelCsvFormat format, CelCsvFigures figures)
{
    private static readonly ILogger Log = AppLog.For("cel");

    /// <summary>Offset of the next line.</summary>
    public long Offset => reader.NextOffset;

    /// <summary>The fields of the last well-formed line that was not a record.</summary>
    public IReadOnlyList<string>? Misfit { get; private set; }

    /// <summary>The next record; <c>null</c> at the end, and later more when the file has grown.</summary>
    /// <exception cref="CelStoreException">The file can no longer be read.</exception>
    public async ValueTask<CelRecord?> NextAsync(CancellationToken cancellation)
    {
        while (await StepAsync(cancellation) is var outcome && outcome != CsvOutcome.Unfinished)
        {
            if (outcome == CsvOutcome.Line && format.Read(reader.Fields) is { } record)
                return record;
            if (outcome == CsvOutcome.Line && reader.Fields is [""])
                continue;
            if (outcome == CsvOutcome.Line)
                Misfit = [.. reader.Fields];
            figures.Broke(source, reader.LineOffset, reader.LineNumber);
        }
        return null;
    }

    /// <summary>Skips the line, or the rest of it.</summary>
    public ValueTask<bool> SkipLineAsync(CancellationToken cancellation) => reader.SkipLineAsync(cancellation);

    private async ValueTask<CsvOutcome> StepAsync(CancellationToken cancellation)
    {
        try
        {
            return await reader.NextAsync(cancellation);
        }
        catch (InvalidDataException error)
        {
            CelLogMessages.PartLost(Log, source.Path, error.Message);
            return CsvOutcome.Unfinished;
        }
        catch (IOException error)
        {
            throw source.Unreadable(error);
        }
    }
}
