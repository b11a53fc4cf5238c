using Itgrix.Runtime.Crms.Bitrix24;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>What is made in Kommo for a client's call.</summary>
internal enum KommoClientKind
{
    /// <summary>A contact, and a lead unless the client has an open one.</summary>
    Lead,

    /// <summary>A contact, for a number that nobody has.</summary>
    Contact,

    /// <summary>
    /// For a number that nobody has, an entry that somebody accepts or declines, when the call is over.
    /// </summary>
    Unsorted,

    Nothing,
}

/// <summary>Whose a contact or lead becomes that a call made, when somebody else took the call.</summary>
internal enum KommoTakeOver
{
    /// <summary>Who took the call.</summary>
    New,

    /// <summary>Who took the call, whoever had them before.</summary>
    Always,

    Never,
}

/// <summary>The <c>kommo</c> part of the configuration as far as it is about calls.</summary>
internal sealed record KommoCallOptions : CrmCallOptions
{
    public KommoCallOptions()
    {
        Card = new(CardMoment.Ring, CardMoment.Never);
        TaskOnMissed = new() { Title = "Call back {name} on a missed call from a number {phone}" };
    }

    /// <summary>What is made, by direction.</summary>
    public PerDirection<KommoClientKind> Create { get; init; } = new(KommoClientKind.Contact, KommoClientKind.Nothing);

    /// <summary>The ids of users by extension; who is not here is found by the number in his profile.</summary>
    public IReadOnlyDictionary<string, long> Users { get; init; } = new Dictionary<string, long>();

    /// <summary>Where new leads begin; <c>null</c> for the account's main pipeline.</summary>
    public long? Pipeline { get; init; }

    /// <summary>The stage at which new leads begin; <c>null</c> for the pipeline's first.</summary>
    public long? Status { get; init; }

    /// <summary>What new contacts and leads are tagged with; empty for nothing.</summary>
    public string Tag { get; init; } = "Itgrix";

    public KommoTakeOver TakeOver { get; init; } = KommoTakeOver.New;

    /// <summary>Of whom alone calls are kept: users' ids; of everybody when there is none.</summary>
    public IReadOnlySet<long> OnlyUsers { get; init; } = new HashSet<long>();
}
