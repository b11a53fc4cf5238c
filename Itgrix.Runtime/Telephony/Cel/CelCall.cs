namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>
/// The records that one call depends on. Its channels may have begun under a linkedid of their own, or go on under an
/// older call's, so all records of its channels belong to it, and those of every channel that shares a linkedid with
/// them at the time.
/// </summary>
/// <param name="linkedId">The call.</param>
internal sealed class CelCall(string linkedId)
{
    private DateTime _first = DateTime.MaxValue, _last = DateTime.MinValue;

    /// <summary>The linkedids under which its channels have records.</summary>
    public HashSet<string> LinkedIds { get; } = [linkedId];

    /// <summary>Its channels and, after <see cref="Joined"/>, those of the calls that it was joined with.</summary>
    public HashSet<string> Channels { get; } = [];

    /// <summary>Whether its channels have records of other calls.</summary>
    public bool IsJoined => LinkedIds.Count > 1;

    /// <summary>Takes a record with its linkedid.</summary>
    public void Found(CelRecord record)
    {
        if (record.LinkedId == linkedId)
            Channels.Add(record.UniqueId);
    }

    /// <summary>Takes a record of its channels.</summary>
    public void OfChannel(CelRecord record)
    {
        LinkedIds.Add(record.LinkedId);
        (_first, _last) = (record.Time < _first ? record.Time : _first, record.Time > _last ? record.Time : _last);
    }

    /// <summary>
    /// Takes a record with one of its linkedids, in order. An agent's login has those of a whole day.
    /// </summary>
    public void Joined(CelRecord record)
    {
        if (!LinkedIds.Contains(record.LinkedId) || record.Time > _last)
            return;
        if (record.Time < _first
            && record.Event is CelEvent.Hangup or CelEvent.ChanEnd or CelEvent.LinkedIdEnd)
            Channels.Remove(record.UniqueId);
        else
            Channels.Add(record.UniqueId);
    }

    /// <summary>When a call began, in seconds since 1970: Asterisk's ids are [SYSTEM-]SECONDS.NUMBER.</summary>
    public static long? BeginOf(string linkedId)
    {
        var id = linkedId.AsSpan()[(linkedId.LastIndexOf('-') + 1)..];
        var dot = id.IndexOf('.');
        return dot > 0 && long.TryParse(id[..dot], out var seconds) ? seconds : null;
    }
}
