namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>What is created in Kommo for a client's call.</summary>
internal enum KommoClientKind
{
    /// <summary>A contact, and a lead unless the client has an open one.</summary>
    Lead,

    /// <summary>A contact for an unknown number.</summary>
    Contact,

    /// <summary>
    /// For an unknown number an incoming lead that a user accepts or declines, after the call.
    /// </summary>
    Unsorted,

    Nothing,
}

/// <summary>Who becomes responsible for a new contact or lead when another employee answered the call.</summary>
internal enum KommoTakeOver
{
    /// <summary>The employee who answered, for contacts and leads that the call created.</summary>
    New,

    /// <summary>The employee who answered, whoever was responsible before.</summary>
    Always,

    Never,
}

/// <summary>The call settings in the <c>kommo</c> part of the configuration.</summary>
internal sealed record KommoCallOptions : CrmCallOptions
{
    public KommoCallOptions()
    {
        Card = new(CardMoment.Ring, CardMoment.Never);
        TaskOnMissed = new() { Title = "Call back {name} on a missed call from a number {phone}" };
    }

    /// <summary>What is created, by direction.</summary>
    public PerDirection<KommoClientKind> Create { get; init; } = new(KommoClientKind.Contact, KommoClientKind.Nothing);

    /// <summary>The ids of users by extension; other users are found by the number in their profile.</summary>
    public IReadOnlyDictionary<string, long> Users { get; init; } = new Dictionary<string, long>();

    /// <summary>The pipeline of new leads; <c>null</c> for the account's main pipeline.</summary>
    public long? Pipeline { get; init; }

    /// <summary>The stage of new leads; <c>null</c> for the pipeline's first.</summary>
    public long? Status { get; init; }

    /// <summary>The tag of new contacts and leads; empty for none.</summary>
    public string Tag { get; init; } = "Itgrix";

    public KommoTakeOver TakeOver { get; init; } = KommoTakeOver.New;

    /// <summary>Only calls of these users are recorded; empty means all.</summary>
    public IReadOnlySet<long> OnlyUsers { get; init; } = new HashSet<long>();
}
