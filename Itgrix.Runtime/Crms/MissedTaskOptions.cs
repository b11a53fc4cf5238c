using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Crms;

/// <summary>A task to call a client back.</summary>
internal sealed record MissedTaskOptions
{
    [Setting("for an incoming call that nobody answered")]
    public bool Incoming { get; init; }

    [Setting("for an outgoing call that the client did not answer")]
    public bool Outgoing { get; init; }

    [Setting("only for clients that the CRM had before the call", Name = "only_known")]
    public bool OnlyKnown { get; init; }

    [Setting("time for the task, from the end of the call", Name = "deadline_minutes", Unit = "minutes", Min = 1,
        Max = 525_600)]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    [Setting("its title, with the placeholders `{phone}` and `{name}`", Rule = nameof(TitleMistake))]
    public string Title { get; init; } = "Call back: {name} {phone}";

    [Setting("id of the user who creates it", Min = 1, Default = "`default_user`",
        Fix = "is no id of a user: give a whole number from 1, as the address of the user's page has it.")]
    public long? CreatedBy { get; init; }

    [Setting("whether these tasks are completed when the client was reached: by an answered call, whoever called. Only "
        + "the tasks that calls created are completed, also those that were renamed or delegated")]
    public bool Complete { get; init; }

    /// <summary>Whether the title contains the client's name.</summary>
    public bool NamesClient => Title.Contains("{name}", StringComparison.Ordinal);

    /// <summary>
    /// Whether a task is created for the call, which has ended. Nobody can call back without a number.
    /// </summary>
    public bool IsFor(CallFull call) => !call.WasAnswered && call.Client.Best.Length > 0
        && (call.Channel.Type == CallType.Outgoing ? Outgoing : Incoming);

    /// <summary>The title of one task.</summary>
    public string TitleOf(string phone, string name) => string.Join(' ', Title
        .Replace("{phone}", phone, StringComparison.Ordinal).Replace("{name}", name, StringComparison.Ordinal)
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string? TitleMistake(string title) =>
        TaskText.MistakeIn(title, "Call back: {name} {phone}", "{phone}", "{name}");
}
