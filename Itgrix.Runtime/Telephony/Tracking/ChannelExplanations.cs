using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>What a channel was taken for, and why.</summary>
/// <param name="Call">The call that it ended in.</param>
/// <param name="Channel">Its name.</param>
/// <param name="TakenFor">As <c>replay --explain</c> prints it.</param>
/// <param name="Number">Its number; empty where it has none.</param>
/// <param name="Reason">Why, as a sentence's part.</param>
internal sealed record ChannelExplanation(string Call, string Channel, string TakenFor, string Number, string Reason);

/// <summary>Explains each channel once.</summary>
internal sealed class ChannelExplanations(Action<ChannelExplanation> explained)
{
    private readonly HashSet<string> _ignored = [];

    /// <summary>A channel of a call.</summary>
    public void Add(Leg leg) => explained(new(leg.Call.Id, leg.Channel,
        leg.IsClient ? "client" : ChannelRoles.NameOf(leg.Identity.Role),
        leg.Identity.Extension.Length > 0 ? leg.Identity.Extension : leg.Number, leg.Identity.Reason));

    /// <summary>A channel that makes no call.</summary>
    public void AddIgnored(CelRecord record, ChannelIdentity identity)
    {
        if (_ignored.Add(record.UniqueId))
            explained(new(record.LinkedId, record.Channel, ChannelRoles.NameOf(identity.Role), "", identity.Reason));
    }
}
