namespace Itgrix.Runtime.Crms;

/// <summary>A task for the employee who answered a new client's call: to fill in the new contact.</summary>
internal sealed record NewContactTaskOptions
{
    [Setting("the section switches the task on", Name = "enabled", IsOnInSection = true,
        Default = "`true` in the section, else off")]
    public bool IsOn { get; init; }

    [Setting("time for the task, from the end of the call", Name = "deadline_minutes", Unit = "minutes", Min = 1,
        Max = 525_600)]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    [Setting("its text, with the placeholder `{phone}`", Rule = nameof(TextMistake))]
    public string Text { get; init; } = "Fill in the new contact {phone}";

    /// <summary>The text of one task.</summary>
    public string TextOf(string phone) => Text.Replace("{phone}", phone, StringComparison.Ordinal);

    private static string? TextMistake(string text) =>
        TaskText.MistakeIn(text, "Fill in the new contact {phone}", "{phone}");
}
