using Itgrix.Runtime.Telephony;

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

    [Setting("what is created for an unknown number")]
    public PerDirection<KommoClientKind> Create { get; init; } = new(KommoClientKind.Contact, KommoClientKind.Nothing);

    [Setting("whether a call of a caller without a number becomes an incoming lead, the only form in which Kommo "
        + "takes it")]
    public bool Anonymous { get; init; }

    [Setting("ids of users by extension; other users are found by the number in their profile", Min = 1, Fix = UserFix,
        KeyRule = nameof(IsExtension), KeyFix = "is no extension: give what one would dial, such as \"101\".")]
    public IReadOnlyDictionary<string, long> Users { get; init; } = new Dictionary<string, long>();

    [Setting("pipeline of new leads", Min = 1, Default = "the main pipeline",
        Fix = "is no id of a pipeline: give the number that the address of its page in Kommo ends with.")]
    public long? Pipeline { get; init; }

    [Setting("stage of new leads", Min = 1, Default = "the pipeline's first",
        Fix = "is no id of a stage of a pipeline: give its number, as Kommo's API names it.")]
    public long? Status { get; init; }

    [Setting("the tag of new contacts and leads; empty for none", MayBeEmpty = true)]
    public string Tag { get; init; } = "Itgrix";

    [Setting("whether the employee who answers becomes responsible for contact and lead: if the call created them "
        + "(`new`), in any case (`always`), not at all (`never`)")]
    public KommoTakeOver TakeOver { get; init; } = KommoTakeOver.New;

    [Setting("ids of users: only calls that rang at one of them, or that one of them answered, are recorded", Min = 1,
        Fix = "give ids of Kommo users, such as [501, 502].", Empty = "give ids of users, or leave it out for all.",
        Default = "all users")]
    public IReadOnlyList<long> OnlyUsers { get; init; } = [];

    /// <summary>The extension of a user; empty when it is not known.</summary>
    public string ExtensionOf(Employee user) =>
        Users.FirstOrDefault(one => one.Value == user.Id).Key ?? user.Phones.FirstOrDefault() ?? "";

    private static bool IsExtension(string text) => text.All(char.IsAsciiLetterOrDigit) && text.Length is > 0 and <= 40;
}
