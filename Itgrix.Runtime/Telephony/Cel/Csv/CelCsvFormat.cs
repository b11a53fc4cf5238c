namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>The meaning of a line's fields, by their order.</summary>
internal sealed class CelCsvFormat
{
    private readonly CelColumns _columns;
    private readonly CelClock _clock;

    /// <exception cref="CelStoreException">A required column is missing.</exception>
    public CelCsvFormat(IReadOnlyList<string> columns, CelClock clock)
    {
        (_columns, _clock) = (CelColumns.Create(columns), clock);
        if (_columns.Missing.Count > 0)
            throw new CelStoreException($"asterisk.cel.columns lacks {string.Join(", ", _columns.Missing)}: "
                + "give the columns in the order of the mapping in cel_custom.conf, and let Asterisk write those too.");
    }

    /// <summary>The line's time; <c>null</c> when the line does not have this format.</summary>
    public DateTime? TimeOf(IReadOnlyList<string> fields) =>
        fields.Count == _columns.All.Count && Field(fields, CelField.EventType).Length > 0
            ? _clock.Read(Field(fields, CelField.EventTime))
            : null;

    public CelRecord? Read(IReadOnlyList<string> fields)
    {
        if (TimeOf(fields) is not { } time)
            return null;
        var texts = new string[CelFields.Count];
        Array.Fill(texts, "");
        foreach (var (field, position) in _columns.Positions)
            texts[(int)field] = fields[position];
        return CelFields.ToRecord(time, texts);
    }

    /// <summary>Why a line does not have this format, and what to do.</summary>
    public string Misfit(IReadOnlyList<string> fields) =>
        fields.Count != _columns.All.Count
            ? $"its lines have {fields.Count} columns, asterisk.cel.columns names {_columns.All.Count} "
                + $"({string.Join(",", _columns.All)}): name those of the mapping in cel_custom.conf, in their order."
            : $"the column eventtime has '{Field(fields, CelField.EventTime)}', which is not a time: give "
                + "asterisk.cel.columns in the order of the mapping in cel_custom.conf.";

    private string Field(IReadOnlyList<string> fields, CelField field) => fields[_columns.Positions[field]];
}
