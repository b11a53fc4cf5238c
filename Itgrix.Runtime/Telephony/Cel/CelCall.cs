namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>Selects the records that belong to one call.</summary>
internal static class CelCall
{
    /// <summary>
    /// Keeps the records of the linkedid and, of each channel that has some, those from before the first of them: a
    /// channel that picks up or retrieves a call began under its own linkedid. Records after a channel left
    /// for an older call belong to that call.
    /// </summary>
    /// <param name="records">Records of the call and of its channels, in order.</param>
    public static IEnumerable<CelRecord> Select(string linkedId, IReadOnlyList<CelRecord> records)
    {
        var joined = records.Where(record => record.LinkedId == linkedId).Select(record => record.UniqueId).ToHashSet();
        foreach (var record in records)
        {
            if (record.LinkedId == linkedId)
                joined.Remove(record.UniqueId);
            else if (!joined.Contains(record.UniqueId))
                continue;
            yield return record;
        }
    }

    /// <summary>When the call began, in seconds since 1970: Asterisk's ids are [SYSTEM-]SECONDS.NUMBER.</summary>
    public static long? BeginOf(string linkedId)
    {
        var id = linkedId.AsSpan()[(linkedId.LastIndexOf('-') + 1)..];
        var dot = id.IndexOf('.');
        return dot > 0 && long.TryParse(id[..dot], out var seconds) ? seconds : null;
    }
}
